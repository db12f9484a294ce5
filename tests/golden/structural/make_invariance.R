# Measurement invariance in R with lavaan 0.6-14, on the data beside this file (ex_long.csv: semTools::exLong, GPL (>= 2),
# unchanged): writes invariance.json.
suppressMessages({library(lavaan);library(semTools);library(jsonlite)})
write.csv(exLong,"ex_long.csv",row.names=FALSE); L<-read.csv("ex_long.csv"); HS<-read.csv("holzinger_swineford_1939.csv"); HS$part<-paste(HS$school,HS$sex)
cfa3<-"visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
eq<-list(configural="",metric="loadings",scalar=c("loadings","intercepts"),strict=c("loadings","intercepts","residuals"))
groups<-function(g="school",...) lapply(eq,function(e) cfa(cfa3,HS,group=g,group.equal=e,...))
waves<-function(step,...) {t<-1:3; l<-function(i) if(step=="configural"||i==1) "" else paste0("l",i,"*"); r<-if(step=="strict") function(i) paste0("r",i,"*") else function(i) ""; n<-if(step %in% c("scalar","strict")) function(i) paste0("i",i,"*") else function(i) ""
 m<-c(paste0("f",t," =~ ",sapply(t,function(k) paste0(sapply(1:3,l),"y",1:3,"t",k,collapse=" + "))),sapply(1:3,function(i) paste0("y",i,"t",t," ~ ",n(i),"1",collapse="\n")),sapply(1:3,function(i) paste0("y",i,"t",t," ~~ ",r(i),"y",i,"t",t,collapse="\n")),
  sapply(1:3,function(i) paste0("y",i,"t1 ~~ y",i,"t2 + y",i,"t3\ny",i,"t2 ~~ y",i,"t3")),if(step %in% c("scalar","strict")) "f1 ~ 0*1\nf2 ~ 1\nf3 ~ 1" else "f1 + f2 + f3 ~ 0*1"); cfa(paste(m,collapse="\n"),L,...)}
over<-function(...) sapply(names(eq),waves,...,simplify=FALSE)
fm<-function(f) as.list(fitMeasures(f)[intersect(c("chisq","df","cfi","rmsea","srmr","chisq.scaled","cfi.robust","rmsea.robust"),names(fitMeasures(f)))])
lrt<-function(fs,m="default") {d<-do.call(lavTestLRT,c(unname(fs),list(method=m))); list(chisq=d$`Chisq diff`[-1],df=d$`Df diff`[-1],p=d$`Pr(>Chisq)`[-1])}
score<-function(f,op) {s<-lavTestScore(f)$uni; p<-parTable(f); i<-match(s$lhs,p$plabel); k<-which(p$op[i]==op); list(lhs=p$lhs[i][k],op=p$op[i][k],rhs=p$rhs[i][k],X2=s$X2[k])}
a<-groups(); b<-groups(estimator="MLR"); w<-over(); v<-over(estimator="MLR"); pa<-cfa(cfa3,HS,group="school",group.equal=eq$scalar,group.partial=c("x3 ~ 1","x7 ~ 1"))
four<-cfa(cfa3,HS,group="part",group.equal=eq$scalar); p<-parTable(four); own<-p$plabel[p$lhs=="x3"&p$op=="~1"]
e<-p[p$op=="==",]; rel<-which(e$lhs %in% own); s4<-lavTestScore(four,release=rel)$test
out<-list(groups=list(fit=lapply(a,fm),difference=lrt(a),score=score(a$scalar,"~1"),score_loadings=score(a$metric,"=~"),partial=fm(pa)),
 groups_mlr=list(fit=lapply(b,fm),difference=lrt(b),difference_2010=lrt(b,"satorra.bentler.2010")),
 waves=list(fit=lapply(w,fm),difference=lrt(w)),waves_mlr=list(fit=lapply(v,fm),difference=lrt(v)),
 four=list(X2=s4$X2,df=s4$df))
write(toJSON(out,auto_unbox=TRUE,digits=10,na="null"),"invariance.json")
