/**
 * A kit's own key. It is made here and never leaves: the browser keeps it so that no script can
 * read it out. With it the kit signs in by itself, until the bank says that it has no access.
 */
import { ApiError, get, post } from '../api/client';
import type { Kiosk } from './types';

export interface Device {
  kit: string;
  name: string;
  key: CryptoKey;
}

/** The bank has ended this kit's key; it has forgotten it. */
export class ShutOut extends Error {}

const DATABASE = 'puente-kit';
const STORE = 'device';
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** The key of this browser, if it was enrolled. */
export async function device(): Promise<Device | null> {
  return ((await stored('readonly', (store) => store.get(STORE))) as Device | undefined) ?? null;
}

/** Makes a key and enrols it with the code that a technician reads out. */
export async function enrol(code: string): Promise<Device> {
  const pair = await crypto.subtle.generateKey(CURVE, false, ['sign', 'verify']);
  const point = await crypto.subtle.exportKey('raw', pair.publicKey);
  const public_key = base64url(point);
  const { kit, name } = await post<{ kit: string; name: string }>('/api/kit/enrol', {
    code,
    public_key,
  });
  const made = { kit, name, key: pair.privateKey };
  await stored('readwrite', (store) => store.put(made, STORE));
  return made;
}

/** What the kit's page shows; signs in first if it has to. */
export async function look(at: Device): Promise<Kiosk> {
  return signed_in(at, () => get<Kiosk>('/api/kit'));
}

/** Does something that needs the kit's session; begins a new one if it has run out. */
export async function signed_in<T>(as: Device, what: () => Promise<T>): Promise<T> {
  try {
    return await what();
  } catch (error) {
    if (!(error instanceof ApiError) || error.problem.code !== 'signed_out') throw error;
  }
  try {
    await sign_in(as);
  } catch (error) {
    if (!(error instanceof ApiError) || error.problem.code !== 'kit_shut_out') throw error;
    await forget();
    throw new ShutOut();
  }
  return what();
}

async function sign_in({ kit, key }: Device): Promise<void> {
  const { challenge, to_sign } = await post<{ challenge: string; to_sign: string }>(
    '/api/kit/challenge',
    { kit },
  );
  const signed = await crypto.subtle.sign(SIGNING, key, new TextEncoder().encode(to_sign));
  await post('/api/kit/sign-in', { kit, challenge, signature: base64url(signed) });
}

/** Nothing of the kit stays in this browser but the page itself. */
export async function forget(): Promise<void> {
  await stored('readwrite', (store) => store.clear());
  sessionStorage.clear();
}

/** Has this browser keep the kit's page, so that it opens without a network. */
export async function keep_page(): Promise<boolean> {
  const worker = await navigator.serviceWorker?.ready;
  const active = worker?.active;
  if (!active) return false;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(true);
    active.postMessage({ kind: 'keep_kiosk' }, [port2]);
  });
}

function base64url(bytes: ArrayBuffer): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** One request to the browser's database. */
function stored(
  mode: IDBTransactionMode,
  what: (store: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => reject(opening.error ?? new Error(DATABASE));
    opening.onsuccess = () => {
      const database = opening.result;
      const change = database.transaction(STORE, mode);
      const request = what(change.objectStore(STORE));
      change.oncomplete = () => {
        database.close();
        resolve(request.result);
      };
      change.onabort = () => {
        database.close();
        reject(change.error ?? new Error(DATABASE));
      };
    };
  });
}
