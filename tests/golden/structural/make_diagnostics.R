# What is computed after a fit, in R with lavaan 0.6-14 and semTools 0.5-6, on the data beside this file: writes
# diagnostics.json.
suppressMessages({library(lavaan);library(semTools);library(jsonlite)})
HS<-read.csv("holzinger_swineford_1939.csv"); Hm<-read.csv("holzinger_missing.csv"); P<-read.csv("political_democracy.csv")
cfa3<-"visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
pd<-"ind60 =~ x1 + x2 + x3\ndem60 =~ y1 + y2 + y3 + y4\ndem65 =~ y5 + y6 + y7 + y8\ndem60 ~ ind60\ndem65 ~ ind60 + dem60\ny1 ~~ y5"
mix<-"v =~ x1 + x2 + x3 + x4\nx7 ~ v + sex\nx8 ~ x7 + ageyr"
mi<-function(f){m<-modindices(f); k<-intersect(c("lhs","op","rhs","group","mi","mi.scaled","epc","sepc.all"),names(m)); as.list(m[,k])}
fits<-list(
 cfa=list(data="HS",model=cfa3,opts=list()),
 structural=list(data="P",model=pd,opts=list()),
 regressions=list(data="HS",model=mix,opts=list()),
 robust=list(data="HS",model=cfa3,opts=list(estimator="MLR")),
 incomplete=list(data="Hm",model=cfa3,opts=list(missing="fiml")),
 metric=list(data="HS",model=cfa3,opts=list(group="school",group.equal="loadings")))
out<-list(modification=lapply(fits,function(q){f<-do.call("sem",c(list(q$model,data=get(q$data)),q$opts)); c(q,list(mi=mi(f)))}))
f<-cfa(cfa3,HS,group="school")
out$reliability<-list(omega=compRelSEM(f),composite=compRelSEM(f,obs.var=FALSE),ave=AVE(f))
out$htmt<-list(arithmetic=unclass(htmt(cfa3,HS,htmt2=FALSE)),geometric=unclass(htmt(cfa3,HS)),incomplete=unclass(htmt(cfa3,Hm,missing="fiml")))
out$residual_correlations<-unclass(lavResiduals(sem(pd,P),type="cor.bollen")$cov)
write(toJSON(out,auto_unbox=TRUE,digits=10,na="null"),"diagnostics.json")
