/** Calls to the server: JSON in, JSON out, and every refusal as one kind of error. */
import { language } from '../i18n/words.svelte';
import type { Problem } from '../puente/protocol';

/** The server refused; `problem` says why, in the person's language. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** The server could not be reached at all. */
export class Unreachable extends Error {}

export async function get<T>(path: string): Promise<T> {
  return call<T>('GET', path);
}

/** `keepalive` sends it even when the page is left meanwhile. */
export async function post<T = void>(
  path: string,
  body: unknown = {},
  options: { keepalive?: boolean } = {},
): Promise<T> {
  return call<T>('POST', path, body, options);
}

export async function put<T>(path: string, body: unknown): Promise<T> {
  return call<T>('PUT', path, body);
}

/** Sends a file as it is. */
export async function upload<T>(path: string, file: Blob, type?: string): Promise<T> {
  return call<T>('POST', path, file, type ? { type } : {});
}

export async function remove(path: string): Promise<void> {
  await call<undefined>('DELETE', path);
}

/** Sends a recorded sound as it is. */
export async function post_sound(path: string, sound: Blob): Promise<void> {
  await call<undefined>('POST', path, sound, { type: 'audio/webm' });
}

async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  { type = 'application/octet-stream', keepalive = false } = {},
): Promise<T> {
  const headers: Record<string, string> = { 'Accept-Language': language() };
  const request: RequestInit = { method, headers, cache: 'no-store', keepalive };
  if (body instanceof Blob) {
    headers['Content-Type'] = type;
    request.body = body;
  } else if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
    request.body = JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(path, request);
  } catch {
    throw new Unreachable();
  }
  if (!response.ok) throw new ApiError(await problem_of(response));
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function problem_of(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    // A proxy in between may answer in its own form.
    const { status } = response;
    return { type: 'about:blank', title: '', status, detail: '', code: `http_${status}` };
  }
}
