# Writes teams_r.json: what lme4, lmerTest and pbkrtest find on teams.csv, invented answers of persons in teams in
# sites, for formulas with nested, crossed and uncorrelated effects, factors, interactions and weights.
# Run beside the data: Rscript make_teams_r.R
suppressMessages({library(lme4);library(lmerTest);library(pbkrtest);library(jsonlite)})
d<-read.csv("teams.csv",stringsAsFactors=FALSE); d$role[d$role==""]<-NA; w<-d$w
formulas<-c("y ~ dose + wave + role + (1 | site/team) + (1 | person)","y ~ dose * role + wave + (1 + wave | person) + (1 | site)",
 "y ~ dose + wave * role + prog + (wave || site) + (1 | person)","y ~ dose + (0 + role | site)","y ~ role * prog * wave + (1 | person)",
 "y ~ I(wave^2) + wave + log(dose + 1) + (1 | person) + (1 | site:team)","y ~ factor(wave) + dose + (1 | person)",
 "y ~ dose:role + (1 | site/team/person)","y ~ dose + wave + (1 | site) + (1 | role)","y ~ 0 + role + dose + (1 | person)")
tight<-lmerControl(optCtrl=list(xtol_abs=1e-12,ftol_abs=1e-14))
fits<-function(f,weights=NULL){ f<-as.formula(f); environment(f)<-environment(); m<-suppressWarnings(suppressMessages(lmerTest::lmer(f,d,weights=weights,control=tight))); ml<-suppressWarnings(suppressMessages(lmerTest::lmer(f,d,weights=weights,REML=FALSE,control=tight)))
 s<-coef(summary(m)); t<-coef(summary(ml)); a<-anova(m); vc<-as.data.frame(VarCorr(m)); re<-as.data.frame(ranef(m,condVar=TRUE))
 list(formula=paste(deparse(f,500)),terms=I(rownames(s)),estimate=I(s[,1]),se=I(s[,2]),satterthwaite_df=I(s[,3]),ml_se=I(t[,2]),ml_satterthwaite_df=I(t[,3]),reml_criterion=REMLcrit(m),ml_loglik=as.numeric(logLik(ml)),
  groups=I(vc$grp),variance=I(vc$vcov),sd=I(vc$sdcor),singular=isSingular(m),aic=AIC(m),bic=BIC(m),anova=list(term=I(rownames(a)),statistic=I(a[["F value"]]),den_df=I(a$DenDF)),
  fitted=I(unname(fitted(m))[1:6]),random_sum=sum(abs(re$condval)),random_se_sum=sum(re$condsd),model=m) }
one<-function(f){ r<-fits(f); k<-coef(summary(r$model,ddf="Kenward-Roger")); a<-anova(r$model,ddf="Kenward-Roger"); r$model<-NULL
 c(r,list(kenward_roger_se=I(k[,2]),kenward_roger_df=I(k[,3]),kenward_roger_anova=list(term=I(rownames(a)),statistic=I(a[["F value"]]),den_df=I(a$DenDF)))) }
weighted<-fits("y ~ dose + wave + (1 | person) + (1 | site)",weights=w); weighted$model<-NULL
out<-list(models=lapply(formulas,one),weighted=weighted,versions=as.list(sapply(c("lme4","lmerTest","pbkrtest"),function(p) as.character(packageVersion(p)))))
write(toJSON(out,digits=12,auto_unbox=TRUE,na="null"),"teams_r.json")
