# Reliability of ordered items with semTools 0.5-6 (compRelSEM, AVE) on lavaan 0.6-14's WLSMV: writes ordinal_reliability.json.
suppressMessages({library(lavaan);library(semTools);library(jsonlite)}); L<-read.csv("likert.csv"); L$a4<-5-L$a4; AB<-c(paste0("a",1:4),paste0("b",1:4))
B<-na.omit(read.csv("../scales/bfi_agreeableness.csv")[,1:5]); B$A1<-7-B$A1; m<-"A =~ a1+a2+a3+a4\nB =~ b1+b2+b3+b4"; v<-function(x) lapply(x[],as.numeric)
one<-cfa(m,L,ordered=AB); two<-cfa(m,L,ordered=AB,group="g",group.equal=c("thresholds","loadings")); bfi<-cfa("A =~ A1+A2+A3+A4+A5",B,ordered=TRUE)
all<-function(f) list(omega=v(compRelSEM(f)),composite_reliability=v(compRelSEM(f,ord.scale=FALSE,obs.var=FALSE)),ave=v(AVE(f)))
write(toJSON(list(model=m,one=all(one),two=lapply(all(two),function(x) x[c("A","B")]),residuals=resid(one,type="cor")$cov[lower.tri(diag(8))],
 bfi=list(omega=compRelSEM(bfi)[["A"]],alpha=compRelSEM(bfi,tau.eq=TRUE,ord.scale=FALSE)[["A"]])),auto_unbox=TRUE,digits=10),"ordinal_reliability.json")
