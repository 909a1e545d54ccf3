import { startStage, staff, openHearing, linkFor } from "./browser/scene.mjs";
import { takeSeat } from "./browser/seat.mjs";
import { heardSince } from "./browser/ears.mjs";
const s = await startStage(); try {
const c = await staff(s, "clerk");
const o = await openHearing(c, {kind:"expert_testimony", people:[{role:"expert",label:"P-1",languages:["spa"]}]});
const lead = await takeSeat(s.browser,"clerk", await linkFor(c,o,"clerk"));
const ex = await takeSeat(s.browser,"expert", await linkFor(c,o,"expert"));
await lead.admit(ex); await lead.goTo("in_session"); await lead.speak(); await ex.speak();
await new Promise(r=>setTimeout(r,4000));
for (const [l,sp] of [[lead,ex],[ex,lead]]) { const f = await heardSince(l.participant, Date.now()-2500); console.log(l.name, f.length, f.map(x=>x.levels[sp.voice.index].toFixed(0)).join(" ")); 
 const st = await l.page.evaluate(async()=>{const o=[];for (const p of atTest.peers) (await p.getStats()).forEach(r=>{ if (r.type==="inbound-rtp"&&r.packetsReceived) o.push({k:r.kind,p:r.packetsReceived,l:r.packetsLost,d:r.packetsDiscarded,conc:r.concealedSamples,sil:r.silentConcealedSamples,tot:r.totalSamplesReceived,jb:r.jitterBufferDelay/r.jitterBufferEmittedCount, fd:r.framesDecoded, nack:r.nackCount, pli:r.pliCount, ins:r.insertedSamplesForDeceleration, rem:r.removedSamplesForAcceleration}); if(r.type==="outbound-rtp") o.push({out:r.kind,mid:r.mid,p:r.packetsSent,b:r.bytesSent, tgt:r.targetBitrate, enc:r.framesEncoded, pli:r.pliCount, nack:r.nackCount}); if(r.type==="candidate-pair"&&r.nominated) o.push({rtt:r.currentRoundTripTime, bw:r.availableOutgoingBitrate})}); return o;}); console.log(JSON.stringify(st)); }
console.log(await s.server.log);
} finally { await s.close(); }
