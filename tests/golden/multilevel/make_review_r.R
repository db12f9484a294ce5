# Writes review_r.json: what R finds on the data beside it for the questions a reviewer asks: variance tests, means,
# slopes, random effects, influence, residuals, bootstrap, standardised coefficients, ICC intervals, the R² split.
# Run beside the data: Rscript make_review_r.R
suppressMessages({library(lme4);library(lmerTest);library(pbkrtest);library(RLRsim);library(emmeans);library(car);library(psych);library(jsonlite)})
tight<-lmerControl(optCtrl=list(xtol_abs=1e-12,ftol_abs=1e-14)); quiet<-function(x) suppressWarnings(suppressMessages(x))
read<-function(name) read.csv(paste0(name,".csv"),stringsAsFactors=FALSE)
teams<-read("teams"); teams$role[teams$role==""]<-NA; exam<-read("exam_small"); sleep<-read("sleepstudy"); pastes<-read("pastes"); pen<-read("penicillin")
fit<-function(f,d,...) quiet(lmerTest::lmer(as.formula(f),d,control=tight,...))
probs<-c(.5,.75,.9,.95,.99)
# Variance tests. Null distributions by RLRsim, a million draws; p-values by exactRLRT.
design<-function(m,group){ Z<-as.matrix(getME(m,"Z")); list(X=getME(m,"X"),Z=Z) }
null_of<-function(f,d,seed) { m<-fit(f,d); g<-design(m); quantile(RLRTSim(g$X,g$Z,qr(g$X),diag(ncol(g$Z)),nsim=1e6,seed=seed),probs,names=FALSE) }
one<-"normexam ~ standLRT + sex + (1 | school)"; nullm<-"normexam ~ 1 + (1 | school)"; dosed<-"y ~ dose + role + (1 | site)"
em<-fit(nullm,exam); ep<-quiet(exactRLRT(em,nsim=1e6,seed=1))
pa<-fit("strength ~ 1 + (1 | batch) + (1 | sample)",pastes)
pb<-quiet(exactRLRT(fit("strength ~ 1 + (1 | batch)",pastes),pa,fit("strength ~ 1 + (1 | sample)",pastes),nsim=1e6,seed=2))
complete<-teams[complete.cases(teams),]
ta<-fit("y ~ dose + wave + role + (1 | site) + (1 | site:team) + (1 | person)",complete); small<-"y ~ dose + wave + role + (1 | %s)"
drop1r<-function(tested,rest,seed) quiet(exactRLRT(fit(sprintf(small,tested),complete),ta,fit(paste0("y ~ dose + wave + role + ",rest),complete),nsim=1e6,seed=seed))
ts<-drop1r("site","(1 | site:team) + (1 | person)",3); tt<-drop1r("site:team","(1 | site) + (1 | person)",4)
variance<-list(quantiles=list(list(formula=one,data="exam_small",q=null_of(one,exam,11)),list(formula=dosed,data="teams",q=null_of(dosed,teams,12))),probs=probs,
 exact=list(formula=nullm,data="exam_small",statistic=unname(ep$statistic),p=ep$p.value),
 approximate=list(list(formula="strength ~ 1 + (1 | batch) + (1 | sample)",data="pastes",group="batch",statistic=unname(pb$statistic),p=pb$p.value),
  list(formula="y ~ dose + wave + role + (1 | site/team) + (1 | person)",data="teams",group="site",statistic=unname(ts$statistic),p=ts$p.value),
  list(formula="y ~ dose + wave + role + (1 | site/team) + (1 | person)",data="teams",group="team:site",statistic=unname(tt$statistic),p=tt$p.value)))
# Slope with covariance: the likelihood ratio under the null, simulated and fitted by lme4 (refit() would stick to the
# edge at which it starts).
set.seed(5); s0<-quiet(lme4::lmer(normexam ~ standLRT + (1 | school),exam))
lr<-sapply(seq_len(2000),function(i){ y<-simulate(s0)[[1]]; exam$drawn<-y; quiet(REMLcrit(lme4::lmer(drawn ~ standLRT + (1 | school),exam,control=tight))-REMLcrit(lme4::lmer(drawn ~ standLRT + (standLRT | school),exam,control=tight))) })
variance$slope<-list(formula="normexam ~ standLRT + (standLRT | school)",data="exam_small",null_mean=mean(lr),null_sd=sd(lr),draws=2000)
# Comparison of ML fits.
c0<-fit("Reaction ~ 1 + (Days | Subject)",sleep,REML=FALSE); c1<-fit("Reaction ~ Days + (Days | Subject)",sleep,REML=FALSE); a<-anova(c0,c1)
comparison<-list(statistic=a$Chisq[2],df=a$Df[2],p=a[["Pr(>Chisq)"]][2])
# Means and slopes.
emm_options(cov.keep=character(0),lmer.df="kenward-roger"); fm<-"y ~ dose * role + poly(wave, 2) + prog + (1 | person) + (1 | site)"; mm<-fit(fm,complete)
frame<-function(e) { s<-as.data.frame(summary(e,infer=TRUE)); names(s)[names(s) %in% c("emmean","dose.trend","wave.trend","estimate")]<-"estimate"; list(estimate=I(s$estimate),se=I(s$SE),df=I(s$df),low=I(s$lower.CL),high=I(s$upper.CL)) }
margins<-list(formula=fm,equal=frame(emmeans(mm,"role")),proportional=frame(emmeans(mm,"role",weights="proportional")),at=frame(emmeans(mm,c("role","dose"),at=list(dose=c(0,3)))),
 curved=frame(emmeans(mm,"wave",at=list(wave=c(1,3)))),slopes=frame(emtrends(mm,"role",var="dose")),wave_slopes=frame(emtrends(mm,~wave,var="wave",at=list(wave=c(1,3)))),
 satterthwaite=frame(emmeans(mm,"role",lmer.df="satterthwaite")),
 pairs={ p<-as.data.frame(summary(pairs(emmeans(mm,"role"),adjust="holm"))); list(estimate=I(p$estimate),se=I(p$SE),df=I(p$df),p=I(p$p.value)) })
# Random effects.
ranefs<-function(f,d){ r<-as.data.frame(ranef(fit(f,d),condVar=TRUE)); list(formula=f,group=I(as.character(r$grpvar)),term=I(as.character(r$term)),level=I(as.character(r$grp)),value=I(r$condval),se=I(r$condsd)) }
random<-list(sleepstudy=ranefs("Reaction ~ Days + (Days | Subject)",sleep),teams=ranefs("y ~ dose + wave + (1 | site/team)",teams))
# Influence: lme4's leave-one-group-out; Cook's distance by the full covariance over p.
without<-function(f,d,group){ d<-d[complete.cases(d[,all.vars(as.formula(f))]),]; kept<<-d; m<-eval(bquote(lme4::lmer(.(as.formula(f)),kept,control=tight))); i<-quiet(influence(m,group,data=kept)); b<-fixef(m); V<-as.matrix(vcov(m))
 ch<-i[[2]]-matrix(b,nrow(i[[2]]),length(b),byrow=TRUE); cook<-apply(ch,1,function(x) x%*%solve(V)%*%x/length(b)); se<-t(sapply(i[[6]],function(v) sqrt(diag(v))))
 list(formula=f,group=group,level=I(rownames(i[[2]])),change=unname(ch),dfbetas=unname(ch/se),cook=I(unname(cook))) }
influenced<-list(exam_small=without("normexam ~ standLRT + sex + (1 | school)",exam,"school"),sleepstudy=without("Reaction ~ Days + (Days | Subject)",sleep,"Subject"),
 teams=without("y ~ dose + wave + role + (1 | site/team) + (1 | person)",teams,"site"))
# Residuals, inflation, linearity.
r<-residuals(mm); f<-fitted(mm); koenker<-nobs(mm)*summary(lm(r^2~f))$r.squared; u<-ranef(mm)$site[,1]; cv<-attr(ranef(mm,condVar=TRUE)$site,"postVar")[1,1,]; t2<-as.numeric(VarCorr(mm)$site)
z<-u/sqrt(t2-cv); lev<-leveneTest(r,factor(complete$site),center=median); v<-vif(mm); sq<-scale(as.numeric(getME(mm,"X")%*%fixef(mm)))[,1]^2
lm2<-"y ~ dose + role + wave + (1 | person) + (1 | site)"; m2<-fit(lm2,complete); complete$sq<-as.numeric(getME(m2,"X")%*%fixef(m2))^2; m3<-fit(paste0("y ~ dose + role + wave + sq + (1 | person) + (1 | site)"),complete)
diagnostics<-list(formula=fm,koenker=koenker,skew=psych::skew(r,type=2),kurtosis=psych::kurtosi(r,type=2),site_skew=psych::skew(z,type=2),site_residuals=I(z),levene=lev[1,2],levene_p=lev[1,3],
 vif_terms=I(rownames(v)),gvif=I(v[,1]),curved_formula=lm2,curvature_p=coef(summary(m3,ddf="Kenward-Roger"))["sq",5],qq=I(sort(qqnorm(z,plot.it=FALSE)$x)))
# Bootstrap (parametric, new random effects), standardised coefficients by refitting z-scores.
set.seed(7); sm<-quiet(lme4::lmer(Reaction ~ Days + (Days | Subject),sleep)); pick<-function(m) c(fixef(m),as.data.frame(VarCorr(m),order="lower.tri")$sdcor[c(1,3)],sigma(m))
bt<-quiet(bootMer(sm,pick,nsim=2000,use.u=FALSE)); boot<-list(formula="Reaction ~ Days + (Days | Subject)",se=I(apply(bt$t,2,sd)),low=I(apply(bt$t,2,quantile,.025)),high=I(apply(bt$t,2,quantile,.975)),draws=2000)
zs<-complete; for (n in c("y","dose","wave")) zs[[n]]<-as.numeric(scale(zs[[n]])); zm<-fit("y ~ dose * role + wave + (1 | person) + (1 | site)",zs); k<-coef(summary(zm,ddf="Kenward-Roger"))[-1,]
standardised<-list(formula="y ~ dose * role + wave + (1 | person) + (1 | site)",terms=I(rownames(k)),estimate=I(k[,1]),se=I(k[,2]),df=I(k[,3]))
# ICC intervals: one group by Wald's exact F; several by the restricted profile deviance, brute force over lme4's.
y<-exam$normexam; g<-factor(exam$school); n<-as.numeric(table(g)); mb<-tapply(y,g,mean); K<-length(n); N<-sum(n); msw<-sum((y-mb[g])^2)/(N-K)
Fof<-function(l){ w<-n/(1+n*l); sum(w*(mb-sum(w*mb)/sum(w))^2)/(K-1)/msw }; solveF<-function(p){ q<-qf(p,K-1,N-K); if (Fof(0)<q) 0 else { l<-uniroot(function(l) Fof(l)-q,c(0,50),tol=1e-12)$root; l/(1+l) } }
profiled<-function(f,d,which){ dev<-quiet(lme4::lmer(as.formula(f),d,devFunOnly=TRUE)); m<-fit(f,d); best<-REMLcrit(m); th<-getME(m,"theta"); share<-th[which]^2/(1+sum(th^2))
 held<-function(rho){ c<-rho/(1-rho); up<-function(o) { t<-numeric(length(th)); t[-which]<-o; t[which]<-sqrt(c*(1+sum(o^2))); dev(t) }
  starts<-list(th[-which],rep(.5,length(th)-1),rep(0.05,length(th)-1)); min(sapply(starts,function(s) optim(pmax(s,.01),up,method="L-BFGS-B",lower=0,control=list(factr=10))$value))-best-qchisq(.95,1) }
 low<-if (held(1e-9)<0) 0 else uniroot(held,c(1e-9,share),tol=1e-7)$root; c(low,uniroot(held,c(share,.995),tol=1e-7)$root) }
icc<-list(exact=list(data="exam_small",outcome="normexam",group="school",low=solveF(.975),high=solveF(.025)),
 profile=list(list(data="pastes",formula="strength ~ 1 + (1 | sample) + (1 | batch)",groups=c("sample","batch"),bounds=rbind(profiled("strength ~ 1 + (1 | sample) + (1 | batch)",pastes,1),profiled("strength ~ 1 + (1 | sample) + (1 | batch)",pastes,2))),
  list(data="penicillin",formula="diameter ~ 1 + (1 | plate) + (1 | sample)",groups=c("plate","sample"),bounds=rbind(profiled("diameter ~ 1 + (1 | plate) + (1 | sample)",pen,1),profiled("diameter ~ 1 + (1 | plate) + (1 | sample)",pen,2)))))
# R² split by the formulas of Rights & Sterba (2019), for predictors centred within clusters with their means beside.
full<-read("exam"); full$mean<-ave(full$standLRT,full$school); full$own<-full$standLRT-full$mean; rm<-fit("normexam ~ own + mean + (own | school)",full); b<-fixef(rm); T<-VarCorr(rm)$school
split<-list(formula="normexam ~ own + mean + (own | school)",f1=unname(b["own"]^2*var(full$own)),f2=unname(b["mean"]^2*var(full$mean)),v=T[2,2]*mean(full$own^2),m=T[1,1],residual=sigma(rm)^2)
versions<-as.list(sapply(c("lme4","lmerTest","pbkrtest","RLRsim","emmeans","car","psych"),function(p) as.character(packageVersion(p))))
write(toJSON(list(variance=variance,comparison=comparison,margins=margins,random=random,influence=influenced,diagnostics=diagnostics,bootstrap=boot,standardised=standardised,icc=icc,split=split,versions=versions),digits=12,auto_unbox=TRUE,na="null"),"review_r.json")
