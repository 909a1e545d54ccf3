// A network namespace of its own for a server, joined to ours by a virtual
// cable, and the certificates to meet it over HTTPS.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** {within: the command prefix that runs in it, address, remove()}; needs root. */
export async function makeNamespace() {
  const name = `puente${process.pid}`;
  const [ours, theirs] = [`pu${process.pid}a`, `pu${process.pid}b`];
  const net = `10.${200 + (process.pid % 50)}.${process.pid % 250}`;
  const inside = ["ip", "netns", "exec", name];
  const steps = [
    ["ip", "netns", "add", name],
    ["ip", "link", "add", ours, "type", "veth", "peer", "name", theirs, "netns", name],
    // An address that appears late is a changed network to a browser.
    ["ip", "link", "set", ours, "addrgenmode", "none"],
    ["ip", "addr", "add", `${net}.1/24`, "dev", ours],
    ["ip", "link", "set", ours, "up"],
    [...inside, "ip", "addr", "add", `${net}.2/24`, "dev", theirs],
    [...inside, "ip", "link", "set", theirs, "up"],
    [...inside, "ip", "link", "set", "lo", "up"],
  ];
  for (const [command, ...words] of steps) await run(command, words);
  return { within: inside, address: `${net}.2`, remove: () => run("ip", ["netns", "delete", name]) };
}

/**
 * An authority that nobody knows, a certificate of it for `address`, and a
 * home folder whose browser trusts it: {authority, certificate, key, home, remove()}.
 */
export async function makeCertificate(address) {
  const home = await mkdtemp(join(tmpdir(), "puente-tls-"));
  const file = (name) => join(home, name);
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  await writeFile(file("leaf.ext"), `subjectAltName=IP:${address}\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n`);
  await run("openssl", ["req", "-x509", ...key, "-keyout", file("ca.key"), "-out", file("ca.pem"), "-days", "30", "-subj", "/CN=Puente test authority"]);
  await run("openssl", ["req", ...key, "-keyout", file("leaf.key"), "-out", file("leaf.csr"), "-subj", "/CN=Puente test server"]);
  await run("openssl", ["x509", "-req", "-in", file("leaf.csr"), "-CA", file("ca.pem"), "-CAkey", file("ca.key"), "-CAcreateserial", "-days", "30", "-extfile", file("leaf.ext"), "-out", file("leaf.pem")]);
  const trust = join(home, ".pki", "nssdb");
  await run("mkdir", ["-p", trust]);
  await run("certutil", ["-d", `sql:${trust}`, "-N", "--empty-password"]);
  await run("certutil", ["-d", `sql:${trust}`, "-A", "-t", "C,,", "-n", "puente", "-i", file("ca.pem")]);
  return {
    authority: await readFile(file("ca.pem"), "utf8"),
    certificate: file("leaf.pem"),
    key: file("leaf.key"),
    home,
    remove: () => rm(home, { recursive: true, force: true }),
  };
}
