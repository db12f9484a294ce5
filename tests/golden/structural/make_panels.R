# Models of three waves in R with lavaan 0.6-14, on demo_growth.csv: writes panels.json.
suppressMessages({library(lavaan);library(jsonlite)})
G<-read.csv("demo_growth.csv")
v<-c("t","c"); L<-c(paste0("r",v," =~ ",sapply(v,function(x) paste0("1*",x,1:3,collapse="+"))),
 unlist(lapply(v,function(x) c(paste0("w",x,1:3," =~ 1*",x,1:3),paste0(x,1:3," ~~ 0*",x,1:3),paste0(x,1:3," ~ 1"),paste0("w",x,1:3," ~~ w",x,1:3)))),
 "wt2 ~ a*wt1 + b*wc1","wc2 ~ d*wt1 + e*wc1","wt3 ~ a*wt2 + b*wc2","wc3 ~ d*wt2 + e*wc2",paste0("wt",1:3," ~~ wc",1:3),"rt ~~ rt + rc","rc ~~ rc")
keep<-function(f) {p<-parameterEstimates(f); p<-p[p$op=="~",]; list(chisq=fitMeasures(f)[["chisq"]],df=fitMeasures(f)[["df"]],est=p$est,se=p$se)}
s<-lavaan(paste(L,collapse="\n"),G,missing="fiml"); u<-lavaan(gsub("[abde]\\*","",paste(L,collapse="\n")),G,missing="fiml")
g<-growth("i =~ 1*t1+1*t2+1*t3\ns =~ 0*t1+1*t2+2*t3\ni + s ~ x1",G,missing="fiml"); p<-parameterEstimates(g); p<-p[p$op=="~1"&p$lhs %in% c("i","s")|p$op=="~"|p$op=="~~"&p$lhs %in% c("i","s"),]
write(toJSON(list(steady=keep(s),free=keep(u),growth=list(chisq=fitMeasures(g)[["chisq"]],df=fitMeasures(g)[["df"]],lhs=p$lhs,op=p$op,rhs=p$rhs,est=p$est,se=p$se)),auto_unbox=TRUE,digits=10),"panels.json")
