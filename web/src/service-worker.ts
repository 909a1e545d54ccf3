/// <reference types="@sveltejs/kit" />
/// <reference lib="webworker" />
/**
 * Runs beside the pages: shows the notes that are pushed to this browser. A note
 * brings a kind and an id; its words are here, and they name nobody. On a kit it also keeps the
 * kit's page, so that it opens from cold and without a network.
 */
import { build, files, version } from '$service-worker';
import en from '../locales/en/push.ftl?raw';
import es from '../locales/es/push.ftl?raw';
import fr from '../locales/fr/push.ftl?raw';

const worker = self as unknown as ServiceWorkerGlobalScope;

/** The kit's page as this version of the program has it. */
const KIOSK = `kiosk-${version}`;
const KIOSK_PAGE = '/kit';

worker.addEventListener('install', (event) => {
  // Only a browser that keeps the page already takes the new one at once.
  event.waitUntil(
    kiosks().then(async (known) => {
      if (known.length === 0) return;
      await keep_kiosk();
      await worker.skipWaiting();
    }),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    kiosks().then((known) =>
      Promise.all(known.filter((name) => name !== KIOSK).map((name) => caches.delete(name))),
    ),
  );
});

worker.addEventListener('message', (event) => {
  const { kind } = event.data as { kind?: unknown };
  if (kind !== 'keep_kiosk') return;
  event.waitUntil(keep_kiosk().then(() => event.ports[0]?.postMessage('kept')));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const opens = request.mode === 'navigate' && pathname === KIOSK_PAGE;
  const part = request.mode !== 'navigate' && pathname.startsWith('/_app/');
  if (request.method !== 'GET' || origin !== worker.location.origin || !(opens || part)) return;
  event.respondWith(kept(opens ? KIOSK_PAGE : pathname).then((found) => found ?? fetch(request)));
});

async function kiosks(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith('kiosk-'));
}

/** From this version's page only: its parts fit together. */
async function kept(path: string): Promise<Response | undefined> {
  if (!(await caches.has(KIOSK))) return undefined;
  return (await caches.open(KIOSK)).match(path);
}

async function keep_kiosk(): Promise<void> {
  const words = /\/words\/.*\/(frame|page-kit)\.txt$/;
  const wanted = [
    KIOSK_PAGE,
    ...build.filter((path) => !path.includes('pdf')),
    ...files.filter((path) => !path.startsWith('/_app/') || words.test(path)),
  ];
  const cache = await caches.open(KIOSK);
  if ((await cache.keys()).length < wanted.length) await cache.addAll(wanted);
}

/** Where each kind leads; the rest to the agenda. */
const PAGES: Record<string, string> = { ring: '/offers', offer_made: '/offers' };

worker.addEventListener('push', (event) => {
  const { kind, id } = read(event.data);
  const shown = worker.registration.showNotification('Puente', {
    body: words(kind),
    tag: id,
    data: { page: PAGES[kind] ?? '/agenda' },
    requireInteraction: kind === 'ring',
  });
  event.waitUntil(shown);
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { page } = event.notification.data as { page: string };
  event.waitUntil(open_page(page));
});

function read(data: PushMessageData | null): { kind: string; id: string } {
  try {
    const note = data?.json() as { kind?: unknown; id?: unknown };
    return { kind: String(note.kind), id: String(note.id) };
  } catch {
    return { kind: 'other', id: 'other' };
  }
}

/** The words for a kind, in the browser's language. */
function words(kind: string): string {
  const file = navigator.language.startsWith('en')
    ? en
    : navigator.language.startsWith('fr')
      ? fr
      : es;
  const said = new Map(
    file.split('\n').map((line) => {
      const [key = '', ...rest] = line.split(' = ');
      return [key, rest.join(' = ')] as const;
    }),
  );
  return said.get(`push-${kind}`) ?? said.get('push-other') ?? 'Puente';
}

/** Goes to a page of ours that is open already, or opens one. */
async function open_page(page: string): Promise<void> {
  const open = await worker.clients.matchAll({ type: 'window' });
  const ours = open[0];
  if (ours) {
    await ours.focus();
    await ours.navigate(page);
  } else {
    await worker.clients.openWindow(page);
  }
}
