// Takes the pictures of a running hearing that the README shows:
// `node tests/picture/hearing.mjs`. Real pages, real media, invented people.
import { fileURLToPath } from "node:url";
import { hearing } from "../browser/ears.mjs";
import { MAM, SPANISH, interpretersFor, linkFor, openHearing, staff, startStage } from "../browser/scene.mjs";
import { takeSeat } from "../browser/seat.mjs";

const stage = await startStage();
try {
  const clerk = await staff(stage, "clerk");
  const interpreters = await interpretersFor(stage, [MAM, SPANISH]);
  const opened = await openHearing(clerk, {
    people: [
      { role: "witness", label: "W-17", languages: [MAM] },
      { role: "prosecutor", label: "P-1", languages: [SPANISH] },
      { role: "counsel", label: "C-1", languages: [SPANISH] },
    ],
    booths: [{ languages: [MAM, SPANISH], mode: "simultaneous", interpreters: interpreters.slice(0, 2).map(({ person }) => person) }],
  });
  const seat = async (name, role, nth) => takeSeat(stage.browser, name, await linkFor(clerk, opened, role, nth));
  const [lead, witness, prosecutor, counsel, mam1, mam2] = await Promise.all([
    seat("clerk", "clerk"),
    seat("witness", "witness"),
    seat("prosecutor", "prosecutor"),
    seat("counsel", "counsel"),
    seat("mam-1", "interpreter", 0),
    seat("mam-2", "interpreter", 1),
  ]);
  for (const each of [witness, prosecutor, counsel, mam1, mam2]) await lead.admit(each);
  await lead.goTo("in_session");
  await lead.swearIn(mam1);
  await lead.swearIn(mam2);
  await lead.goOnRecord();
  await witness.speak();
  await mam1.speak();
  await hearing([witness, mam1, lead], [[lead, [mam1, { ducked: witness }]]]);
  const pictures = [[lead, "lead"], [mam1, "interpreter"], [witness, "witness"]];
  for (const [who, name] of pictures) {
    await who.page.evaluate(() => scrollTo(0, 0));
    await who.page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, import.meta.url)) });
  }
} finally {
  await stage.close();
}
