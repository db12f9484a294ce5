# Conventions of sem() in R with lavaan 0.6-14, on the data beside this file: writes conventions.json.
suppressMessages({library(lavaan);library(jsonlite)}); HS<-read.csv("holzinger_swineford_1939.csv"); P<-read.csv("political_democracy.csv"); G<-read.csv("demo_growth.csv"); Hm<-read.csv("holzinger_missing.csv")
m<-list(
 second=list("v =~ x1+x2+x3\nt =~ x4+x5+x6\ns =~ x7+x8+x9\ng =~ v+t+s","HS",list()),
 stdlv=list("v =~ x1+x2+x3\nt =~ x4+x5+x6","HS",list(std.lv=TRUE)),
 path=list("x4 ~ a*x1 + x2\nx7 ~ b*x4 + x1\nx8 ~ x4\nind := a*b\nr := a/b","HS",list()),
 equal=list("v =~ x1+l*x2+l*x3\nx1 ~~ r*x1\nx2 ~~ r*x2","HS",list()),
 groupc=list("v =~ x1+c(a,b)*x2+x3+x4\nd := a-b","HS",list(group="school")),
 nafirst=list("v =~ NA*x1+a*x1+x2+x3+x4\nv ~~ 1*v","HS",list()),
 xcov=list("v =~ x1+x2+x3\nv ~ x7+x8\nx7 ~~ x8","HS",list()),
 mimic=list("v =~ x1+x2+x3\nt =~ x4+x5+x6\nv + t ~ ageyr + sex","HS",list()),
 latreg=list("i =~ x1+x2+x3\nd =~ y1+y2+y3\ne =~ y5+y6+y7\nd ~ i\ne ~ i","P",list()),
 growth=list("i =~ 1*t1+1*t2+1*t3+1*t4\ns =~ 0*t1+1*t2+2*t3+3*t4\ni~1\ns~1\nt1+t2+t3+t4~0*1","G",list(estimator="MLR")),
 partial=list("v =~ x1+x2+x3+x4\nx1~1\nv ~ 0*1","HS",list()),
 gfiml=list("v =~ x1+x2+x3\nt =~ x4+x5+x6\nt ~ v + sex","Hm",list(group="school",missing="fiml",group.equal=c("loadings","intercepts"))),
 equallabels=list("v =~ x1+a*x2+b*x3+c*x4\na == b\nd := a + c","HS",list()),
 equalgroups=list("v =~ x1+c(a1,a2)*x2+c(b1,b2)*x3+x4\na1 == a2\nb1 == a1","HS",list(group="school",estimator="MLR")),
 lvequal=list("v =~ x1+x2+x3\nt =~ x4+x5+x6","HS",list(group="school",group.equal=c("loadings","lv.variances","lv.covariances"))),
 satur=list("x1 ~ x2 + x3","HS",list()))
out<-lapply(m,function(q){a<-c(list(q[[1]],data=get(q[[2]])),q[[3]]); f<-suppressWarnings(do.call("sem",a)); fi<-fitMeasures(f); k<-intersect(c("chisq","df","cfi","tli","rmsea","srmr","aic","bic","logl","npar","chisq.scaled","cfi.robust","rmsea.robust"),names(fi)); p<-parameterEstimates(f,remove.nonfree=FALSE); z<-standardizedSolution(f); list(model=q[[1]],data=q[[2]],opts=q[[3]],fit=as.list(fi[k]),parameters=as.list(p[,intersect(c("lhs","op","rhs","block","label","est","se","pvalue"),names(p))]),standardized=as.list(z[,intersect(c("lhs","op","rhs","group","est.std"),names(z))]))})
write(toJSON(out,auto_unbox=TRUE,digits=10,na="null"),"conventions.json")
