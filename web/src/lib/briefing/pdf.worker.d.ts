/** The part of pdf.js that reads files; it is handed over whole. */
declare module 'pdfjs-dist/build/pdf.worker.mjs' {
  const worker: unknown;
  export default worker;
}
