# Structural after measurement in R with lavaan 0.6-14, on the data beside this file: writes sam.json.
suppressMessages({library(lavaan);library(jsonlite)})
P<-read.csv("political_democracy.csv"); D<-read.csv("demo_twolevel.csv"); S<-read.csv("demo_twolevel_small.csv")
pd<-"ind60 =~ x1 + x2 + x3\ndem60 =~ y1 + y2 + y3 + y4\ndem65 =~ y5 + y6 + y7 + y8\ndem60 ~ a*ind60\ndem65 ~ c*ind60 + b*dem60\ny1 ~~ y5\ny2 ~~ y4 + y6\ny3 ~~ y7\ny4 ~~ y8\ny6 ~~ y8\nindirect := a*b"
out<-"ind60 =~ x1 + x2 + x3\ndem60 =~ y1 + y2 + y3 + y4\ndem60 ~ ind60\ny5 ~ dem60 + ind60"
two<-"level: 1\nf =~ y1 + y2 + y3\ng =~ y4 + y5 + y6\ng ~ f\nlevel: 2\nf =~ y1 + y2 + y3\ng =~ y4 + y5 + y6\ng ~ f"
up<-"level: 1\nf =~ y1 + y2 + y3\nlevel: 2\nf =~ y1 + y2 + y3\nf ~ w1 + w2"
keep<-function(f,m,d) {p<-parameterEstimates(f); p<-p[p$op %in% c("~",":=")|(p$op=="~~"&p$lhs==p$rhs&p$se>0),]; list(model=m,data=d,parameters=as.list(p[,intersect(c("lhs","op","rhs","level","est","se"),names(p))]))}
o<-list(structural=keep(sam(pd,P,mm.list=list("ind60",c("dem60","dem65"))),pd,"political_democracy"),outcome=keep(sam(out,P),out,"political_democracy"),
 two_level=keep(sam(two,D,cluster="cluster"),two,"demo_twolevel"),between=keep(sam(up,D,cluster="cluster"),up,"demo_twolevel"))
# between clusters, written out: means less the error within, Bartlett weights from the deviations
it<-c("y1","y2","y3"); g<-S$cluster; M<-aggregate(S[,c(it,"w1","w2")],list(g),mean)[,-1]; n<-as.numeric(table(g)); J<-length(n)
dev<-S[,it]-apply(S[,it],2,function(x) ave(x,g)); f<-cfa("f =~ y1 + y2 + y3",dev); L<-lavInspect(f,"est")$lambda; T<-lavInspect(f,"est")$theta
W<-t(L)%*%solve(T)/as.numeric(t(L)%*%solve(T)%*%L); Sw<-crossprod(as.matrix(dev))/(nrow(S)-J)
u<-cbind(f=as.numeric(as.matrix(M[,it])%*%t(W)),w1=M$w1,w2=M$w2); C<-cov(u)
est<-function(share) {E<-matrix(0,3,3); E[1,1]<-mean(share/n)*as.numeric(W%*%Sw%*%t(W)); Pi<-(C-E); p<-1:2; b<-solve(Pi[p,p],Pi[p,3]); a<-c(-b,1); v<-as.numeric(t(a)%*%C%*%a)*(J-1)/(J-3); q<-E[p,p]%*%b; V<-solve(Pi[p,p])%*%(v*C[p,p]+q%*%t(q))%*%solve(Pi[p,p])/(J-1); list(estimate=b,se=sqrt(diag(V)),reliability=Pi[1,1]/C[1,1])}
o$means<-list(corrected=est(rep(1,J)),finite_population=est(1-n/(n+5)),manifest=est(rep(0,J)))
l<-summary(lm(w2~f+w1,as.data.frame(u)))$coefficients[-1,]; o$means$least_squares<-list(estimate=unname(l[,1]),se=unname(l[,2]),p=unname(l[,4]))
# the items' mean as the factor's unit: loadings average one, between clusters in the joint model, within them for the weights
eff<-"level: 1\nfw =~ y1 + y2 + y3\nlevel: 2\nf =~ y1 + l2*y2 + l3*y3\nf ~ a*w1\nw2 ~ b*f + w1\nmean := (1 + l2 + l3)/3\nam := a*mean\nbm := b/mean\nind := am*bm"
j<-parameterEstimates(sem(eff,S,cluster="cluster")); j<-j[j$lhs %in% c("am","bm","ind"),]
W<-W*mean(L); u[,"f"]<-as.numeric(as.matrix(M[,it])%*%t(W)); C<-cov(u)
o$items_mean<-list(two_level=as.list(j[,c("lhs","est","se")]),corrected=est(rep(1,J)))
# groups: Holzinger & Swineford by school
H<-read.csv("holzinger_swineford_1939.csv"); HM<-read.csv("holzinger_missing.csv")
mm<-"visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9\n"; reg<-paste0(mm,"speed ~ visual + textual\ntextual ~ visual")
obs<-paste0(mm,"speed ~ c(a1,a2)*visual + ageyr\ngrade ~ c(b1,b2)*speed + textual\ndiff := a1*b1 - a2*b2")
by<-function(m,d,n,...) {a<-list(...); f<-sam(m,d,group="school",...); p<-parameterEstimates(f); t<-parTable(f); p<-p[p$op %in% c("~",":=")|p$op=="~1"&p$se>0&p$lhs%in%c("visual","textual","speed","grade")|(p$op=="~~"&p$se>0),]
 list(model=m,data=n,opts=a,parameters=as.list(p[,c("lhs","op","rhs","group","est","se")]))}
o$groups<-list(free=by(reg,H,"holzinger_swineford_1939"),loadings=by(reg,H,"holzinger_swineford_1939",group.equal="loadings"),
 means=by(reg,H,"holzinger_swineford_1939",group.equal=c("loadings","intercepts")),observed=by(obs,H,"holzinger_swineford_1939"),
 fiml=by(reg,HM,"holzinger_missing",missing="fiml",group.equal="loadings"))
write(toJSON(o,auto_unbox=TRUE,digits=10,na="null"),"sam.json")
