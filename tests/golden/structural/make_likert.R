# Invented answers to items of 2 to 7 categories, some skewed, in two groups: writes likert.csv.
set.seed(20240611); n<-500; g<-rep(c("a","b"),c(280,220)); x1<-round(rnorm(n),2); x2<-rbinom(n,1,.4)
f1<-0.3*x1+0.25*x2+rnorm(n); f2<-0.5*f1+0.2*x1+rnorm(n); f3<-0.4*f2+rnorm(n)+ifelse(g=="b",.3,0)
cut_at<-function(y,p) as.integer(cut(y,c(-Inf,quantile(y,p),Inf)))
item<-function(f,l,p) cut_at(l*f/sd(f)+sqrt(1-l^2)*rnorm(n),p)
d<-data.frame(g,x1,x2,
 a1=item(f1,.7,c(.2,.5,.8)),a2=item(f1,.8,c(.1,.3,.6,.85)),a3=item(f1,.6,c(.3,.7)),a4=item(f1,-.7,c(.15,.5,.8)),
 b1=item(f2,.8,c(.02,.07,.2,.5)),b2=item(f2,.7,c(.03,.1,.3,.6)),b3=item(f2,.75,c(.05,.12,.25,.45,.7,.9)),b4=item(f2,.6,c(.1,.25,.4,.55,.75,.9)),
 c1=item(f3,.8,.35),c2=item(f3,.7,.5),c3=item(f3,.6,.8),c4=item(f3,.7,c(.4,.9)))
d$y<-round(2+1.5*(.6*f2+rnorm(n)),3); d$z<-round(10+.8*f1+rnorm(n),3)
for(v in c("a2","b3","c1","y")) d[sample(n,25),v]<-NA
write.csv(d,"likert.csv",row.names=FALSE,quote=FALSE,na="")
