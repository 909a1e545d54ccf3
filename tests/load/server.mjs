// A running program with the sample bank, on a database of its own, and its
// coordinator signed in.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Account } from "../browser/account.mjs";
import { startServer } from "../browser/server.mjs";

/** `postgres` is the address of a server for tests; without one the bank is in SQLite. */
export async function startAccepting(postgres) {
  const database = postgres && (await createDatabase(postgres));
  const server = await startServer({ settings: database ? { PUENTE_DATABASE_URL: database.url } : {} });
  const printed = await server.run("sample");
  const [link] = printed.match(/(?<=^\s*coordinator\b.*?)https?:\S+\/enter#\S+/m);
  const coordinator = await Account.byLink(server, link);
  const close = async () => {
    await server.stop();
    await database?.remove();
  };
  return { engine: database ? "PostgreSQL" : "SQLite", coordinator, close };
}

async function createDatabase(postgres) {
  const name = `puente_load_${process.pid}`;
  const sql = (text) => promisify(execFile)("psql", ["--quiet", "--dbname", postgres, "--command", text]);
  await sql(`CREATE DATABASE ${name}`);
  const url = new URL(postgres);
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => sql(`DROP DATABASE ${name} WITH (FORCE)`) };
}
