# Writes cells.csv (invented) and cells_r.json: type III F tests by lmerTest of designs in which columns can't be estimated:
# empty cells, cells of one row, aliased columns; each with four choices of the reference levels. `out` names the rows
# left out: all of a cell but the first `left`. Run beside the data: Rscript make_cells_r.R
suppressMessages({library(lme4);library(lmerTest);library(pbkrtest);library(jsonlite)})
set.seed(11); n<-192; d<-data.frame(team=rep(sprintf("t%02d",1:24),each=8))
d$a<-sample(c("p","q","r"),n,TRUE); d$b<-sample(c("u","v"),n,TRUE); d$c<-sample(c("k","l"),n,TRUE)
d$x<-round(rnorm(n,2,1),3); d$w<-sample(1:4,n,TRUE); d$prog<-rep(sample(c("A","B","C"),24,TRUE),each=8)
d$y<-round(0.4*d$x+0.5*(d$a=="q")+0.4*(d$b=="v")*(d$a=="r")+0.3*(d$c=="l")*d$x+rnorm(24,0,.6)[as.integer(factor(d$team))]+rnorm(n),4)
write.csv(d,"cells.csv",row.names=FALSE,quote=FALSE)
tight<-lmerControl(optimizer="bobyqa",optCtrl=list(rhobeg=2e-3,rhoend=1e-10)); quiet<-function(x) suppressWarnings(suppressMessages(x))
out<-function(left,...) list(left=left,where=list(...))
designs<-list(
 list(name="all cells",formula="y ~ a * b + x + (1 | team)"),
 list(name="empty cell",formula="y ~ a * b + x + (1 | team)",out=list(out(0,a="r",b="v"))),
 list(name="empty reference cell",formula="y ~ a * b + x + (1 | team)",out=list(out(0,a="p",b="u"))),
 list(name="cell of one row",formula="y ~ a * b + x + (1 | team)",out=list(out(1,a="r",b="v"))),
 list(name="two empty cells",formula="y ~ a * prog + x + (1 | team)",out=list(out(0,a="r",prog="B"),out(0,a="p",prog="C"))),
 list(name="level of one row",formula="y ~ x * a + b + (1 | team)",out=list(out(1,a="r"))),
 list(name="aliased column",formula="y ~ x + x10 + a + (1 | team)"),
 list(name="aliased column and cells",formula="y ~ x + x10 + a * b + (1 | team)",out=list(out(0,a="q",b="u"))),
 list(name="aliased column in interactions",formula="y ~ (x + x10) * a + b + (1 | team)"),
 list(name="three-way",formula="y ~ a * b * c + x + (1 | team)",out=list(out(0,a="q",b="v",c="l"))),
 list(name="three-way with slopes",formula="y ~ a * b * x + c + (1 | team)",out=list(out(1,a="r",b="v"))),
 list(name="centred",formula="y ~ xc * a + b + (1 | team)",out=list(out(1,a="r"))),
 list(name="weighted",formula="y ~ a * b + x + (1 | team)",out=list(out(0,a="r",b="v")),weights="w"),
 list(name="random slope",formula="y ~ a * b + x + (x | team)",out=list(out(0,a="q",b="v"))),
 list(name="constant column",formula="y ~ x + a * b + one + (1 | team)"),
 list(name="no intercept",formula="y ~ 0 + a * b + x + (1 | team)",out=list(out(0,a="r",b="v"))),
 list(name="interaction alone",formula="y ~ x + a:b + (1 | team)",out=list(out(0,a="r",b="v"))))
rows_of<-function(o) { gone<-rep(FALSE,n); for (one in o) { hit<-rep(TRUE,n); for (name in names(one$where)) hit<-hit & d[[name]]==one$where[[name]]; at<-which(hit); gone[if (one$left) at[-seq_len(one$left)] else at]<-TRUE }; !gone }
tests<-function(g,ref,other) { e<-d[rows_of(g$out),]; e$x10<-10*e$x+3; e$xc<-e$x-mean(e$x); e$one<-1; e$a<-relevel(factor(e$a),ref); e$b<-relevel(factor(e$b),other); e$wt<-if (is.null(g$weights)) rep(1,nrow(e)) else e[[g$weights]]; e<<-e
 m<-quiet(lmerTest::lmer(as.formula(g$formula),e,weights=wt,control=tight))
 table<-function(ddf) { a<-quiet(anova(m,type=3,ddf=ddf)); list(term=I(rownames(a)),statistic=I(a[["F value"]]),num_df=I(a[["NumDF"]]),den_df=I(a[["DenDF"]]),p=I(a[["Pr(>F)"]])) }
 list(references=list(a=ref,b=other),coefficients=length(fixef(m)),satterthwaite=table("Satterthwaite"),kenward_roger=if (is.null(g$weights)) table("Kenward-Roger")) }
found<-lapply(designs,function(g) c(g,list(tests=Map(function(a,b) tests(g,a,b),c("p","q","r","p"),c("u","u","u","v"),USE.NAMES=FALSE))))
versions<-as.list(sapply(c("lme4","lmerTest","pbkrtest"),function(p) as.character(packageVersion(p))))
write(toJSON(list(designs=found,versions=versions),digits=12,auto_unbox=TRUE,na="null",null="null"),"cells_r.json")
