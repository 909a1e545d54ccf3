// Server and browsers on two networks, joined by a cable, over HTTPS with a
// certificate of the test's own authority.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hearing } from "./ears.mjs";
import { makeCertificate, makeNamespace } from "./network.mjs";
import { linkFor, openHearing, staff, startStage } from "./scene.mjs";
import { takeSeat } from "./seat.mjs";

let network, tls, stage;
before(async () => {
  network = await makeNamespace();
  tls = await makeCertificate(network.address);
  stage = await startStage({
    address: network.address,
    within: network.within,
    authority: tls.authority,
    home: tls.home,
    settings: {
      PUENTE_TLS_CERT: tls.certificate,
      PUENTE_TLS_KEY: tls.key,
      PUENTE_MEDIA_ADDRESS: network.address,
    },
  });
});
after(async () => {
  await stage?.close();
  await tls?.remove();
  await network?.remove();
});

test("two people meet over HTTPS across networks", async () => {
  const clerk = await staff(stage, "clerk");
  const opened = await openHearing(clerk, {
    kind: "expert_testimony",
    people: [{ role: "expert", label: "P-1", languages: ["spa"] }],
  });
  const lead = await takeSeat(stage.browser, "clerk", await linkFor(clerk, opened, "clerk"));
  const expert = await takeSeat(stage.browser, "expert", await linkFor(clerk, opened, "expert"));
  assert.ok(await expert.page.evaluate(() => isSecureContext && location.protocol === "https:"));
  await lead.admit(expert);
  await lead.goTo("in_session");
  await expert.speak();
  await lead.speak();
  await hearing([lead, expert], [[lead, [expert]], [expert, [lead]]]);
});
