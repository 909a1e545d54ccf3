/** The pages run in the browser only: there is no server-side rendering. */
export const ssr = false;
export const prerender = false;
