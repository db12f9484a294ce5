# Invariance of ordered items by Wu & Estabrook (2016) with semTools 0.5-6 (measEq.syntax) on lavaan 0.6-14's WLSMV, tests of
# differences by lavTestLRT (Satorra 2000), HTMT from polychoric correlations, and MLR twins: writes ordinal_invariance.json.
suppressMessages({library(lavaan);library(semTools);library(jsonlite)}); L<-read.csv("likert.csv"); m<-"A =~ a1+a2+a3+a4\nB =~ b1+b2+b3+b4"
AB<-c(paste0("a",1:4),paste0("b",1:4)); steps<-list(configural="",thresholds="thresholds",metric=c("thresholds","loadings"),scalar=c("thresholds","loadings","intercepts"),strict=c("thresholds","loadings","intercepts","residuals"))
told<-function(f) as.list(fitMeasures(f,c("chisq","chisq.scaled","df","pvalue.scaled","cfi.scaled","rmsea.scaled","srmr")))
ladder<-function(fits) c(lapply(fits,told),list(differences=lapply(2:5,function(i){d<-lavTestLRT(fits[[i-1]],fits[[i]]);list(chi2=d[2,"Chisq diff"],df=d[2,"Df diff"],p=d[2,"Pr(>Chisq)"])})))
groups<-lapply(steps,function(e) cfa(as.character(measEq.syntax(m,L,ordered=AB,parameterization="theta",ID.fac="std.lv",ID.cat="Wu.Estabrook.2016",group="g",group.equal=e)),L,ordered=AB,parameterization="theta",group="g"))
W<-with(L,data.frame(p1_u=a1,p2_u=a2,p3_u=5-a4,p1_v=pmax(b1-1,1),p2_v=b2,p3_v=ceiling(b4*4/7)))
w<-"F_u =~ p1_u+p2_u+p3_u\nF_v =~ p1_v+p2_v+p3_v"; ind<-list(p1=c("p1_u","p1_v"),p2=c("p2_u","p2_v"),p3=c("p3_u","p3_v"))
waves<-lapply(steps,function(e) cfa(as.character(measEq.syntax(w,W,ordered=names(W),parameterization="theta",ID.fac="std.lv",ID.cat="Wu.Estabrook.2016",longFacNames=list(F=c("F_u","F_v")),longIndNames=ind,long.equal=e)),W,ordered=names(W),parameterization="theta"))
B<-na.omit(read.csv("../scales/bfi_agreeableness.csv")[,1:5]); robust<-function(f) list(fit=as.list(fitMeasures(f,c("chisq.scaled","df.scaled","pvalue.scaled","cfi.robust","rmsea.robust","srmr"))),loadings=subset(standardizedSolution(f),op%in%c("=~","~"))[,c("lhs","op","rhs","est.std","ci.lower","ci.upper")])
reg<-paste0(m,"\nB ~ h*A"); h<-htmt(m,L,ordered=AB)
write(toJSON(list(groups=ladder(groups),waves=ladder(waves),twin_bfi=robust(cfa("A =~ A1+A2+A3+A4+A5",B,estimator="MLR")),twin_paths=robust(sem(reg,L,estimator="MLR")),
 paths=c(robust(sem(reg,L,ordered=AB)),list(htmt=h[2,1])),omega_numbers=compRelSEM(cfa("A =~ A1+A2+A3+A4+A5",B,estimator="MLR"))[["A"]]),auto_unbox=TRUE,digits=12),"ordinal_invariance.json")
