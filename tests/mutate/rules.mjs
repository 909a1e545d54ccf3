// Takes rows out of the wiring's table, one at a time, builds that program in
// a work tree of its own, and shows which browser test notices.
//
//     node tests/mutate/rules.mjs            every row; most of an hour
//     node tests/mutate/rules.mjs sidebar    these rows only
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const RULES = "signaling/hearing/src/rules.rs";
const ROW = /    (?:Grant|Bar) \{\n        name: "(\w+)",\n[\s\S]*?\n    \},\n/g;
const TESTS = ["browser/requirements.test.mjs", "browser/testimony.test.mjs", "browser/story.test.mjs"];

const tree = mkdtempSync(join(tmpdir(), "puente-mutate-"));
execFileSync("git", ["worktree", "add", "--detach", tree, "HEAD"], { cwd: ROOT, stdio: "ignore" });
process.on("exit", () => {
  execFileSync("git", ["worktree", "remove", "--force", tree], { cwd: ROOT });
  rmSync(tree, { recursive: true, force: true });
});
cpSync(join(ROOT, "web/build"), join(tree, "web/build"), { recursive: true });

const table = readFileSync(join(tree, RULES), "utf8");
const rows = [...table.matchAll(ROW)].map(([text, name]) => ({ name, text }));
const wanted = process.argv.slice(2);
const chosen = wanted.length ? rows.filter(({ name }) => wanted.includes(name)) : rows;
if (chosen.length === 0) throw new Error(`no such row; there are ${rows.map(({ name }) => name).join(", ")}`);

let unnoticed = 0;
for (const { name, text } of chosen) {
  // The functions of the row stay, unused.
  writeFileSync(join(tree, RULES), `#![allow(dead_code, reason = "a row was taken out")]\n${table.replace(text, "")}`.replace(/^(#!\[allow.*\n)([\s\S]*?)\n\n/, "$2\n\n$1"));
  const target = join(ROOT, "target", "mutate");
  execFileSync("cargo", ["build", "--quiet", "--locked", "-p", "puente", "--all-features", "--target-dir", target], { cwd: tree, stdio: "inherit" });
  const noticed = firstFailure(join(target, "debug", "puente"));
  if (!noticed) unnoticed += 1;
  console.log(`${name}: ${noticed ? `noticed by "${noticed}"` : "NOT NOTICED"}`);
}
console.log(`${chosen.length - unnoticed} noticed, ${unnoticed} not noticed`);
process.exitCode = unnoticed ? 1 : 0;

/** The name of the first test that fails with this program. */
function firstFailure(program) {
  for (const file of TESTS) {
    const { stdout } = spawnSync("node", ["--test", "--test-reporter=tap", file], {
      cwd: join(ROOT, "tests"),
      env: { ...process.env, TEST_PUENTE: program },
      encoding: "utf8",
    });
    const failed = stdout.match(/^not ok \d+ - (.*)$/m);
    if (failed) return failed[1];
  }
  return null;
}
