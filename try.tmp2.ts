import { openDuckDb } from './src/drift/world/duckdb.ts';
import { runJob } from './src/drift/world/run-job.ts';
import { zDriftPlan } from './src/plan/drift-job.ts';
const col=(part:string,feature:string|undefined,column:string,type:string,test:object)=>({part,...(feature&&{feature}),source:'flights',column,type,pii:false,delaySeconds:0,test,nulls:{warn:.05,alert:.15},unseen:{warn:.01,alert:.03}});
const ks={test:'ks',levels:{warn:.05,alert:.12},alpha:.01}, chi={test:'chi-square',levels:{warn:.03,alert:.08},alpha:.01};
const pol=(name:string,days:number,every:number,baseline:object)=>({name,title:name,model:'m',profile:'modelwatch',schedule:{everySeconds:every*86400,timezone:'UTC'},windowSeconds:days*86400,lagSeconds:0,baseline,minSamples:1000,correction:'benjamini-hochberg',consecutive:1,segments:[],columns:[col('features','distance','distance','numeric',ks),col('features','origin','origin','category',chi),col('features','destination','destination','category',chi),col('labels',undefined,'delay','numeric',ks)],advice:{actions:[]}});
const p=zDriftPlan.parse({version:1,project:'p',environment:'prod',sources:[{name:'flights',type:'parquet',path:'/work/main/node_modules/vega-datasets/data/flights-3m.parquet',timestamp:'date'}],policies:[pol('weekly',7,1,{kind:'earlier',by:'previous-window'}),pol('monthly',30,1,{kind:'dataset',source:'flights',from:'2001-01-01',to:'2001-01-31'})],datasets:[]});
const e=await openDuckDb({memoryLimit:'300MB'});
for(let d=Date.parse(process.argv[2]??'2001-02-05');d<=Date.parse('2001-07-01');d+=7*86400e3){
const r=await runJob(e,p,{root:'/',now:d,endedAt:()=>0,policies:[],history:undefined,exact:false,version:'x',progress:()=>{}});
for(const x of r.policies) console.log(new Date(d).toISOString().slice(0,10),x.policy,x.window.rows,x.baseline.rows,x.tests.filter(t=>t.aspect!=='type'&&t.aspect!=='nulls').map(t=>`${t.feature??t.part}/${t.test}:${t.effect?.toFixed(4)}${t.level==='none'?'':'!'+t.level}`).join(' '));}
e.close();
