# Rscript make_scales_r.R <folder with bfi_agreeableness.csv and bhr2000_leadership.csv>: numbers of scales_r.json.
suppressMessages({library(psych);library(lavaan);library(multilevel);library(lme4);library(jsonlite)})
options(digits=15); folder<-commandArgs(TRUE)[1]; out<-list()
A<-read.csv(file.path(folder,"bfi_agreeableness.csv")); A$A1<-7-A$A1; C<-na.omit(A)
# omega: lavaan's one-factor model, delta-method SE of its logit
items<-names(A); p<-length(items)
syntax<-c(paste("f =~",paste0("l",1:p,"*",items,collapse=" + ")),paste0(items," ~~ e",1:p,"*",items),
 paste0("s := ",paste0("l",1:p,collapse="+")),paste0("t := ",paste0("e",1:p,collapse="+")),"om := s^2/(s^2+t)","lo := log(s^2/t)")
f<-cfa(syntax,C,std.lv=TRUE); e<-parameterEstimates(f)
l<-e$est[e$op=="=~"]; S<-lavInspect(f,"sampstat")$cov
out$omega<-list(loadings=l,residuals=e$est[e$op=="~~"][1:p],omega_total=sum(l)^2/sum(S),logit_se=e$se[e$lhs=="lo"],omega_model=e$est[e$lhs=="om"],omega_model_se=e$se[e$lhs=="om"])
a<-psych::alpha(C,check.keys=FALSE,warnings=FALSE)
out$listwise<-list(alpha=a$total$raw_alpha,alpha_std=a$total$std.alpha,item_rest=a$item.stats$r.drop,alpha_if_dropped=a$alpha.drop$raw_alpha,feldt=unlist(a$feldt[1:3]))
d<-psych::describe(A,type=2)
out$describe<-list(n=d$n,mean=d$mean,sd=d$sd,median=d$median,skewness=d$skew,min=d$min,max=d$max)
k<-cor.test(A$A2,A$A3); out$correlation<-list(r=unname(k$estimate),ci=as.numeric(k$conf.int),n=unname(k$parameter)+2)
# agreement
B<-read.csv(file.path(folder,"bhr2000_leadership.csv")); L<-B[,-1]; B$score<-rowMeans(L)
ao<-summary(aov(score~as.factor(GRP),B))[[1]]
out$anova<-list(f=ao[1,4],df=ao[,1],p=ao[1,5])
one<-function(d){ m<-lmer(score~1+(1|GRP),d,REML=TRUE,control=lmerControl(optCtrl=list(rhobeg=1e-4,xtol_abs=1e-12,ftol_abs=1e-12))); v<-as.data.frame(VarCorr(m))$vcov
 dev<-lmer(score~1+(1|GRP),d,REML=TRUE,devFunOnly=TRUE); o<-optimize(dev,c(0,5),tol=1e-12); rho<-function(t) t^2/(1+t^2)
 g<-function(t) dev(t)-o$objective-qchisq(.95,1); hi<-uniroot(g,c(o$minimum,50),tol=1e-12)$root; lo<-if(g(0)>0) uniroot(g,c(0,o$minimum),tol=1e-12)$root else 0
 list(icc=rho(o$minimum),icc_lmer=v[1]/sum(v),low=rho(lo),high=rho(hi)) }
out$reml<-one(B)
small<-do.call(rbind,lapply(1:24,function(g) head(B[B$GRP==g,],2+g%%7)))
out$small<-list(rule="head of groups 1..24, 2 + group mod 7 rows",reml=one(small)); as<-aov(score~as.factor(GRP),small); out$small$icc1<-ICC1(as); out$small$icc2<-ICC2(as)
s5<-do.call(rbind,lapply(1:20,function(g) head(B[B$GRP==g,],5))); F<-summary(aov(score~as.factor(GRP),s5))[[1]]; Fv<-F[1,4]; n<-5; q<-qf(c(.975,.025),F[1,1],F[2,1])
w<-matrix(NA,20,5); for(g in 1:20) w[g,]<-s5$score[s5$GRP==g]; ic<-psych::ICC(w,lmer=FALSE)$results
out$balanced<-list(rule="first 5 of groups 1..20",icc1=ic$ICC[1],low=ic$`lower bound`[1],high=ic$`upper bound`[1],icc2=ic$ICC[4],icc2_low=ic$`lower bound`[4],icc2_high=ic$`upper bound`[4])
for(v in c(1.34,0.90)){ r<-rwg.j(L,B$GRP,ranvar=v); out$rwg_j[[paste0("v",v)]]<-list(mean=mean(r$rwg.j),median=median(r$rwg.j),truncated=sum(r$rwg.j==0)) }
r1<-rwg(B$AF06,B$GRP,ranvar=2); out$rwg_AF06<-list(mean=mean(r1$rwg),median=median(r1$rwg)); ad<-ad.m(L,B$GRP); out$adm_first5<-head(ad$AD.M,5); out$adm_AF06<-mean(ad.m(B$AF06,B$GRP)$AD.M)
# polychoric: lavaan's two-step correlations and thresholds of complete rows
R<-lavCor(C,ordered=names(C),output="cor"); th<-lavCor(C,ordered=names(C),output="th")
out$polychoric<-list(lavaan=unname(unclass(R)),thresholds=as.numeric(th))
two<-function(t){d<-data.frame(a=ordered(rep(c(1,2,1,2),t)),b=ordered(rep(c(1,1,2,2),t))); unclass(lavCor(d,ordered=c("a","b")))[2,1]}
out$tetrachoric<-list(list(table=c(30,10,0,10),r=two(c(30,10,0,10))),list(table=c(0,10,20,30),r=two(c(0,10,20,30))),list(table=c(25,8,6,11),r=two(c(25,8,6,11))))
# two levels: lavaan's configural one-factor model; omegas by Geldhof et al. 2014 and Lai 2021
twolevel<-function(d,items){ m<-paste0("level: 1\nfw =~ ",paste(items,collapse=" + "),"\nlevel: 2\nfb =~ ",paste(items,collapse=" + "))
 f<-cfa(m,d,cluster="GRP",std.lv=TRUE); e<-parameterEstimates(f); l<-function(k,o) e$est[e$level==k&e$op==o&(o=="=~"|e$lhs%in%items)]
 lw<-l(1,"=~"); lb<-l(2,"=~"); tw<-l(1,"~~"); tb<-l(2,"~~"); n<-1/mean(1/table(d$GRP)); W<-sum(lw)^2+sum(tw); B<-sum(lb)^2+sum(tb)
 list(items=items,loglik=as.numeric(logLik(f)),within=lw,between=lb,residual_within=tw,residual_between=tb,omega_within=sum(lw)^2/W,omega_between=sum(lb)^2/B,omega_group_mean=sum(lb)^2/(B+W/n)) }
out$two_level<-list(five=twolevel(B,c("AF06","AF07","AP12","AS14","AS15")),all=twolevel(B,names(L)))
out$versions<-as.list(sapply(c("psych","lavaan","multilevel","lme4"),function(x) as.character(packageVersion(x))))
write(toJSON(out,auto_unbox=TRUE,digits=NA,pretty=TRUE),file.path(folder,"scales_r.json"))
