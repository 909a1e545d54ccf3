/// <reference types="@sveltejs/kit" />
/// <reference lib="webworker" />
/**
 * Runs beside the pages: shows the notes that are pushed to this browser. A note
 * brings a kind and an id; its words are here, and they name nobody.
 */
import en from '../locales/en/push.ftl?raw';
import es from '../locales/es/push.ftl?raw';
import fr from '../locales/fr/push.ftl?raw';

const worker = self as unknown as ServiceWorkerGlobalScope;

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
