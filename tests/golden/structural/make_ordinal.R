# Models with ordered items, fitted with lavaan 0.6-14 to likert.csv and bfi_agreeableness.csv: writes ordinal.json.
suppressMessages({library(lavaan);library(jsonlite)}); L<-read.csv("likert.csv"); B<-read.csv("../scales/bfi_agreeableness.csv")[,1:5]
a<-"A =~ a1+a2+a3+a4"; ab<-paste0(a,"\nB =~ b1+b2+b3+b4"); abc<-paste0(ab,"\nC =~ c1+c2+c3+c4")
A<-paste0("a",1:4); AB<-c(A,paste0("b",1:4)); ABC<-c(AB,paste0("c",1:4))
m<-list(
 one=list(a,"L",list(ordered=A)),
 three=list(abc,"L",list(ordered=ABC)),
 wlsm=list(abc,"L",list(ordered=ABC,estimator="WLSM")),
 dwls=list(abc,"L",list(ordered=ABC,estimator="DWLS")),
 stdlv=list(ab,"L",list(ordered=AB,std.lv=TRUE)),
 theta=list(ab,"L",list(ordered=AB,parameterization="theta")),
 cross=list(paste0(ab,"\nA =~ b2\na1 ~~ b1"),"L",list(ordered=AB)),
 equal=list("A =~ a1+l*a2+l*a3+a4\nB =~ b1+b2+b3+b4\nA ~~ v*A\nB ~~ v*B","L",list(ordered=AB)),
 seven=list("B =~ b3+b4+b1","L",list(ordered=c("b1","b3","b4"))),
 zero=list("c1 ~~ c2\nc1 ~~ c3\nc2 ~~ c3","Z",list(ordered=c("c1","c2","c3"))),
 binary=list("C =~ c1+c2+c3","L",list(ordered=c("c1","c2","c3"))),
 small=list(a,"S",list(ordered=A)),
 second=list(paste0(abc,"\nG =~ A+B+C"),"L",list(ordered=ABC)),
 latreg=list(paste0(abc,"\nC ~ k*B\nB ~ h*A\nind := h*k"),"L",list(ordered=ABC)),
 mixed=list(paste0(ab,"+y\nA ~~ z"),"L",list(ordered=AB)),
 covariates=list(paste0(ab,"\nB ~ A + x1 + x2\nA ~ x1"),"L",list(ordered=AB)),
 path=list("b1 ~ p*a1 + x1\nc1 ~ q*b1 + x2\nind := p*q","L",list(ordered=c("a1","b1","c1"))),
 chain=list("b1 ~ p*z + x1\nc2 ~ q*b1 + z\ny ~ b1 + x2\nind := p*q","L",list(ordered=c("b1","c2"))),
 configural=list(ab,"L",list(ordered=AB,group="g")),
 metric=list(ab,"L",list(ordered=AB,group="g",group.equal="loadings")),
 thresholds=list(ab,"L",list(ordered=AB,group="g",group.equal="thresholds")),
 scalar=list(ab,"L",list(ordered=AB,group="g",group.equal=c("thresholds","loadings"))),
 scalartheta=list(ab,"L",list(ordered=AB,group="g",group.equal=c("thresholds","loadings"),parameterization="theta")),
 stricttheta=list(ab,"L",list(ordered=AB,group="g",group.equal=c("thresholds","loadings","residuals"),parameterization="theta")),
 groupmixed=list(paste0(a,"+z\nA ~ x1"),"L",list(ordered=A,group="g",group.equal=c("thresholds","loadings","intercepts"))),
 groupnumbers=list(paste0(a,"\nz ~ A"),"L",list(ordered=A,group="g",group.equal=c("thresholds","loadings"))),
 interceptsonly=list(paste0(a,"+z"),"L",list(ordered=A,group="g",group.equal=c("intercepts","loadings"))),
 written=list(paste0(a,"\na1 | 0*t1 + c*t2\na2 | c*t1\nA ~ NA*1"),"L",list(ordered=A)),
 pairwise=list(ab,"L",list(ordered=AB,missing="pairwise")),
 pairwisemixed=list(paste0(ab,"+y"),"L",list(ordered=AB,missing="pairwise")),
 bfi=list("A =~ A1+A2+A3+A4+A5","B",list(ordered=names(B))))
S<-L[1:80,]; Z<-L[!(L$c1 %in% 1 & L$c3 %in% 2),]
keep<-c("chisq","df","pvalue","cfi","tli","rmsea","rmsea.ci.lower","rmsea.ci.upper","srmr","npar","baseline.chisq","baseline.df","chisq.scaled","df.scaled","pvalue.scaled","chisq.scaling.factor","cfi.scaled","tli.scaled","rmsea.scaled","rmsea.ci.lower.scaled","rmsea.ci.upper.scaled","cfi.robust","tli.robust","rmsea.robust","rmsea.ci.lower.robust","rmsea.ci.upper.robust")
out<-lapply(names(m),function(k){q<-m[[k]]; ar<-c(list(q[[1]],data=get(q[[2]])),q[[3]])
 f<-suppressWarnings(do.call("sem",ar)); stopifnot(lavInspect(f,"converged"))
 fi<-suppressWarnings(fitMeasures(f)); h<-intersect(keep,names(fi)); p<-parameterEstimates(f,remove.nonfree=FALSE); z<-standardizedSolution(f)
 list(model=q[[1]],data=q[[2]],opts=q[[3]],n=nobs(f),fit=as.list(fi[h]),parameters=as.list(p[,intersect(c("lhs","op","rhs","est","se","pvalue"),names(p))]),standardized=as.list(z[,c("lhs","op","rhs","est.std","se")]))})
names(out)<-names(m)
write(toJSON(out,auto_unbox=TRUE,digits=10,na="null"),"ordinal.json")
