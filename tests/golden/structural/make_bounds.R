# Bounded estimation with lavaan 0.6-14, on rows of the data beside this file: writes bounds.json.
suppressMessages({library(lavaan);library(jsonlite)})
D<-list(holzinger_swineford_1939=read.csv("holzinger_swineford_1939.csv"),holzinger_missing=read.csv("holzinger_missing.csv"),political_democracy=read.csv("political_democracy.csv"),likert=read.csv("likert.csv"))
three<-"visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
path<-"visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9\ntextual ~ visual + sex\nspeed ~ textual\nx1 ~~ x7"
equal<-"visual =~ x1 + l*x2 + l*x3\ntextual =~ x4 + x5 + x6\nx2 ~~ v*x2\nx3 ~~ v*x3"
pd<-"ind60 =~ x1 + x2 + x3\ndem60 =~ y1 + y2 + y3 + y4\ndem65 =~ y5 + y6 + y7 + y8\ndem60 ~ ind60\ndem65 ~ ind60 + dem60\ny1 ~~ y5\ny2 ~~ y4 + y6\ny3 ~~ y7\ny4 ~~ y8\ny6 ~~ y8"
second<-"visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9\ng =~ visual + textual + speed"
h<-"holzinger_swineford_1939"; O<-c("c2","c3","c4","b1","b2","b4")
mixed<-"B =~ b4 + y + c1\nA =~ a1 + z + a4"; M<-c("a1","a4","b4","c1"); two<-"visual =~ x1 + x2 + x3\nspeed =~ x7 + x8 + x9"
# name: model, data, first row, last row, arguments
m<-list(
 ml_pos=list(three,h,1,30,list(bounds="pos.var")), ml_standard=list(three,h,101,128,list(bounds="standard")), ml_wide=list(three,h,1,50,list(bounds="wide")),
 other_start=list(three,h,51,90,list(bounds="pos.var",start="simple")),
 mlr_pos=list(three,h,1,50,list(bounds="pos.var",estimator="MLR")), mlr_standard=list(three,h,1,40,list(bounds="standard",estimator="MLR")),
 fiml_pos=list(three,"holzinger_missing",1,40,list(bounds="pos.var",missing="fiml")), fiml_mlr=list(three,"holzinger_missing",1,40,list(bounds="standard",missing="fiml",estimator="MLR")),
 nc_standard=list(three,h,1,30,list(bounds="standard")), nc_wide=list(three,h,51,80,list(bounds="wide")),
 factor_pos=list(three,h,101,128,list(bounds="pos.var")),
 std_lv=list(three,h,51,90,list(bounds="standard",std.lv=TRUE)), std_wide=list(three,h,51,90,list(bounds="wide",std.lv=TRUE)),
 path_standard=list(path,h,101,150,list(bounds="standard")), path_wide=list(path,h,51,100,list(bounds="wide",estimator="MLR")), path_pos=list(path,h,51,100,list(bounds="pos.var")),
 equal_pos=list(equal,h,51,90,list(bounds="pos.var",ceq.simple=TRUE)),
 groups_pos=list(two,h,126,180,list(bounds="pos.var",group="school")), groups_standard=list(two,h,126,180,list(bounds="standard",group="school")),
 groups_equal=list(three,h,126,180,list(bounds="pos.var",group="school",group.equal=c("loadings","intercepts"),ceq.simple=TRUE)),
 second_pos=list(second,h,1,60,list(bounds="pos.var")), second_standard=list(second,h,1,60,list(bounds="standard")),
 inside_pos=list(three,h,1,301,list(bounds="pos.var")), inside_standard=list(pd,"political_democracy",1,75,list(bounds="standard")), inside_wide=list(pd,"political_democracy",1,75,list(bounds="wide",estimator="MLR")),
 ordered_standard=list("C =~ c4 + c3 + c2\nB =~ b1 + b2 + b4","likert",1,60,list(bounds="standard",ordered=O)), ordered_wide=list("C =~ c4 + c3 + c2\nB =~ b1 + b2 + b4","likert",1,60,list(bounds="wide",ordered=O)),
 mixed_pos=list(mixed,"likert",41,95,list(bounds="pos.var",ordered=M)), mixed_standard=list(mixed,"likert",41,95,list(bounds="standard",ordered=M,estimator="DWLS")))
out<-lapply(names(m),function(k){q<-m[[k]]; d<-D[[q[[2]]]][q[[3]]:q[[4]],]
 f<-suppressWarnings(do.call("sem",c(list(q[[1]],data=d),q[[5]]))); p<-parTable(f); e<-suppressWarnings(parameterEstimates(f,remove.nonfree=FALSE)); if(!lavInspect(f,"converged")) {cat(k,"NOT CONVERGED\n"); fi<-numeric(0)} else fi<-suppressWarnings(fitMeasures(f))
 p<-p[p$op %in% c("=~","~","~~","~1","|","~*~"),]; e<-e[e$op %in% c("=~","~","~~","~1","|","~*~"),]; stopifnot(nrow(p)==nrow(e))
 on<-p$free>0&(p$est==p$lower|p$est==p$upper); cat(k,lavInspect(f,"converged"),unname(fi["chisq"]),"|",paste0(p$lhs,p$op,p$rhs)[on],"\n")
 if(is.null(p$block)) p$block<-1
 list(model=q[[1]],data=q[[2]],first=q[[3]],last=q[[4]],opts=q[[5]],converged=lavInspect(f,"converged"),fit=as.list(fi[intersect(c("chisq","df","pvalue","logl","cfi","rmsea","chisq.scaled","chisq.scaling.factor"),names(fi))]),
  parameters=list(lhs=p$lhs,op=p$op,rhs=p$rhs,block=p$block,free=p$free>0,est=p$est,se=e$se,lower=ifelse(is.finite(p$lower),p$lower,NA),upper=if(is.null(p$upper)) NA*p$est else ifelse(is.finite(p$upper),p$upper,NA),on=on))})
names(out)<-names(m); write(toJSON(out,auto_unbox=TRUE,digits=10,na="null"),"bounds.json")
