# Misfit of models of ordered items, with lavaan 0.6-14 on likert.csv: modification indices, residual correlations, and score
# tests of equal parameters (DWLS, whose scores lavTestScore takes the information for): writes ordinal_misfit.json.
suppressMessages({library(lavaan);library(jsonlite)}); L<-read.csv("likert.csv"); A<-paste0("a",1:4); AB<-c(A,paste0("b",1:4)); ABC<-c(AB,paste0("c",1:4))
a<-"A =~ a1+a2+a3+a4"; ab<-paste0(a,"\nB =~ b1+b2+b3+b4"); abc<-paste0(ab,"\nC =~ c1+c2+c3+c4")
m<-list(
 three=list(abc,list(ordered=ABC)),
 mean_adjusted=list(ab,list(ordered=AB,estimator="WLSM")),
 unadjusted=list(ab,list(ordered=AB,estimator="DWLS")),
 theta=list(ab,list(ordered=AB,parameterization="theta")),
 equal=list("A =~ a1+l*a2+l*a3+a4\nB =~ b1+b2+b3+b4",list(ordered=AB)),
 second=list(paste0(abc,"\nG =~ A+B+C"),list(ordered=ABC)),
 mixed=list(paste0(ab,"+y\nA ~~ z"),list(ordered=AB)),
 covariates=list(paste0(ab,"\nB ~ A + x1 + x2\nA ~ x1"),list(ordered=AB)),
 configural=list(ab,list(ordered=AB,group="g")),
 scalar=list(ab,list(ordered=AB,group="g",group.equal=c("thresholds","loadings"))),
 pairwise=list(paste0(ab,"+y"),list(ordered=AB,missing="pairwise")))
fitted<-function(q) suppressWarnings(do.call("sem",c(list(q[[1]],data=L),q[[2]])))
# Generalised score tests (Boos 1992) by matrices, from lavaan's derivatives, weights and asymptotic covariances.
robust<-function(f){full<-lavaan:::lav_partable_full(parTable(f),free=TRUE,start=TRUE,strict.exo=TRUE); full$free<-1L; full$user<-10L
 e<-lavaan:::lav_object_extended(f,add=full,all.free=TRUE); p<-parTable(e); own<-p$free[p$free>0 & p$user!=10L]; extra<-p$free[p$free>0 & p$user==10L]
 D<-lavaan:::computeDelta(e@Model); s<-f@SampleStats; g<-seq_along(D); obs<-s@WLS.obs; est<-lavaan:::lav_model_wls_est(e@Model)
 W<-lapply(g,function(k) 1/diag(s@NACOV[[k]])); n<-unlist(s@nobs); sum_over<-function(h) Reduce(`+`,lapply(g,h))
 score<-sum_over(function(k) (n[k]-1)*t(D[[k]])%*%(W[[k]]*(obs[[k]]-est[[k]]))); I<-sum_over(function(k) n[k]*t(D[[k]])%*%(W[[k]]*D[[k]]))
 K<-if(f@Model@eq.constraints) f@Model@eq.constraints.K else diag(length(own)); o<-c(own,extra); q<-ncol(K); e1<-q+seq_along(extra)
 B<-matrix(0,length(o),q+length(extra)); B[seq_along(own),1:q]<-K; B[length(own)+seq_along(extra),e1]<-diag(length(extra)); I<-t(B)%*%I[o,o]%*%B
 M<-sum_over(function(k) (n[k]-1)^2/n[k]*t(W[[k]]*D[[k]])%*%s@NACOV[[k]]%*%(W[[k]]*D[[k]])); J<-cbind(-I[e1,1:q]%*%solve(I[1:q,1:q]),diag(length(extra)))
 M<-t(B)%*%M[o,o]%*%B; V<-diag(J%*%I[,e1]); S<-diag(J%*%M%*%t(J)); k<-which(V>1e-6*diag(I)[e1]); r<-match(extra[k],p$free)
 list(lhs=p$lhs[r],op=p$op[r],rhs=p$rhs[r],group=p$group[r],mi=score[extra[k]]^2/V[k],robust=score[extra[k]]^2/S[k])}
out<-list(modification=lapply(m,function(q){f<-fitted(q); x<-modindices(f); k<-intersect(c("lhs","op","rhs","group","mi","epc","sepc.all"),names(x))
 r<-residuals(f,type="cor.bollen"); if(lavInspect(f,"ngroups")==1) r<-list(r); r<-lapply(r,function(g) unclass(if(is.null(g$res.cov)) g$cov else g$res.cov))
 c(list(model=q[[1]],opts=q[[2]],robust=robust(f),mi=as.list(x[,k]),residuals=lapply(unname(r),function(z) list(names=colnames(z),values=z))))}))
named<-function(f){u<-suppressWarnings(lavTestScore(f))$uni; p<-parTable(f); i<-match(u$lhs,p$plabel); data.frame(lhs=p$lhs[i],op=p$op[i],rhs=p$rhs[i],X2=u$X2)}
equal<-function(e) fitted(list(ab,list(ordered=AB,group="g",group.equal=e,estimator="DWLS",parameterization="theta")))
out$score<-list(scalar=as.list(named(equal(c("thresholds","loadings")))))
write(toJSON(out,auto_unbox=TRUE,digits=10,na="null"),"ordinal_misfit.json")
