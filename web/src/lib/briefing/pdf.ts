/**
 * pdf.js, loaded only when a file is opened. It runs on the page's own thread: a worker would
 * need a script's address that our policy of trusted types does not allow, and a briefing has
 * few pages.
 */
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist';
import * as worker from 'pdfjs-dist/build/pdf.worker.mjs';

(globalThis as { pdfjsWorker?: unknown }).pdfjsWorker = worker;

export function open_pdf(data: ArrayBuffer): Promise<PDFDocumentProxy> {
  return getDocument({
    data,
    isEvalSupported: false,
    enableXfa: false,
    useWasm: false,
    useWorkerFetch: false,
    stopAtErrors: false,
  }).promise;
}
