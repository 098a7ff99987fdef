import numpy as np, json
from sklearn.neighbors import NearestNeighbors
from scipy.special import softmax
from scipy.optimize import minimize_scalar
r=np.random.default_rng(7)
n,m,d,k,V=60,12,5,8,6
keys=r.normal(size=(n,d)).astype(np.float32).round(3); qs=r.normal(size=(m,d)).astype(np.float32).round(3)
values=r.integers(0,V,n); targets=r.integers(0,V,m); ll=np.log(r.dirichlet(np.ones(V),m)[np.arange(m),targets]).astype(np.float32).round(4)
nn=NearestNeighbors(n_neighbors=k,algorithm='brute').fit(keys.astype(np.float64))
dist,ids=nn.kneighbors(qs.astype(np.float64)); d2=dist**2
T,lam=0.7,0.25
p=np.array([softmax(-d2[i]/T)[values[ids[i]]==targets[i]].sum() for i in range(m)])
mix=np.log(lam*p+(1-lam)*np.exp(ll.astype(np.float64)))
f=lambda a:-np.log(a*p+(1-a)*np.exp(ll.astype(np.float64))).sum()
best=minimize_scalar(f,bounds=(0,.99),method='bounded',options=dict(xatol=1e-10)).x
flt=lambda a:[[float(str(x)) for x in row] for row in a]
json.dump(dict(keys=flt(keys),values=values.tolist(),queries=flt(qs),targets=targets.tolist(),logLikelihoods=[float(str(x)) for x in ll],k=k,temperature=T,lam=lam,neighbours=ids.tolist(),squaredDistances=d2.tolist(),ofNeighbours=p.tolist(),mixed=mix.tolist(),perplexity=float(np.exp(-mix.mean())),bestLambda=float(best)),open('golden.json','w'))
print(p,best)
