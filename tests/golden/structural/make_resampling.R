# Samples with replacement refitted by lavaan 0.6-14, intervals by boot, Monte-Carlo limits by semTools 0.5-6, on the
# data beside this file: writes resampling.json.
suppressMessages({library(lavaan);library(semTools);library(boot);library(jsonlite)})
P<-read.csv("political_democracy.csv"); HS<-read.csv("holzinger_swineford_1939.csv"); Hm<-read.csv("holzinger_missing.csv"); S<-read.csv("demo_twolevel_small.csv")
pd<-"ind60 =~ x1 + x2 + x3\ndem60 =~ y1 + y2 + y3 + y4\ndem65 =~ y5 + y6 + y7 + y8\ndem60 ~ a*ind60\ndem65 ~ c*ind60 + b*dem60\ny1 ~~ y5\ny2 ~~ y4 + y6\ny3 ~~ y7\ny4 ~~ y8\ny6 ~~ y8\nindirect := a*b\ntotal := c + a*b"
cfa3<-"visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
set.seed(1)
some<-function(model,d,n,...) lapply(1:n,function(i){k<-sample(nrow(d),replace=TRUE); f<-suppressWarnings(sem(model,d[k,],...)); list(rows=k-1,estimates=unname(coef(f)))})
out<-list(structural=list(model=pd,samples=some(pd,P,8)),incomplete=list(model=cfa3,samples=some(cfa3,Hm,3,missing="fiml")))
g<-lapply(1:3,function(i){k<-unlist(lapply(unique(HS$school),function(s) {w<-which(HS$school==s); sample(w,replace=TRUE)})); f<-sem(cfa3,HS[k,],group="school",group.equal="loadings"); list(rows=k-1,estimates=unname(coef(f)[!duplicated(names(coef(f)))]))})
out$groups<-list(model=cfa3,samples=g)
tw<-"level: 1\nfw =~ y1 + y2 + y3\nfw ~ x1\nlevel: 2\nfb =~ y1 + y2 + y3\nfb ~ w1"
two<-lapply(1:2,function(i){cl<-sample(unique(S$cluster),replace=TRUE); d<-do.call(rbind,lapply(seq_along(cl),function(j){x<-S[S$cluster==cl[j],]; x$cluster<-j; x})); f<-suppressWarnings(sem(tw,d,cluster="cluster")); list(clusters=cl,estimates=unname(coef(f)),logl=as.numeric(logLik(f)))})
out$clusters<-list(model=tw,samples=two)
x<-rexp(30); m<-function(d,i) mean(d[i]); b<-boot(x,m,R=499); L<-x-mean(x); ci<-boot.ci(b,conf=c(.9,.95),type=c("perc","bca"),L=L)
out$intervals<-list(estimate=b$t0,replicates=as.numeric(b$t),influence=L,percent=ci$percent,bca=ci$bca)
for (e in c("ML","MLR")) {f<-sem(pd,P,estimator=e); set.seed(3); out[[paste0("monte_carlo_",e)]]<-monteCarloCI(f,nRep=1e6)}
write(toJSON(out,auto_unbox=TRUE,digits=10,na="null"),"resampling.json")
