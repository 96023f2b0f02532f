/** What a request costs, roughly: each class has a bucket of its own. */
export const VERB_CLASSES = ['read', 'write', 'watch', 'login', 'token'] as const;
export type VerbClass = (typeof VERB_CLASSES)[number];

export interface Asked {
  method: string;
  /** Path and query. */
  url: string;
  /** Whether the connection asks for another protocol. */
  upgrade: boolean;
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Files and signs of life: what a console needs to say that it is being limited. */
const EXEMPT = /^\/(?:(?:healthz|livez|readyz|favicon\.svg)$|(?:assets|ext|dist|schema)\/)/;

/** Where people and programs prove who they are. */
const LOGIN = /^\/(?:api\/session|oauth|login)(?:\/|$)/;

/** Kinds that answer a question about rights although they are posted. */
const QUESTION = /\/apis\/(?:authorization|authentication)\.k8s\.io\/[^/]+\/(?:.*\/)?[a-z]+reviews$/;

/** Streams by their address; `?watch` and `?follow` say it of all others. */
const LONG_PATH =
  /\/(?:exec|attach|portforward)$|\/api\/v1\/watch\/|\/apis\/[^/]+\/[^/]+\/watch\/|^\/api\/(?:events|center\/(?:events|installations\/[^/]+\/log))$/;
const LONG_QUERY = /[?&](?:watch|follow)=(?:true|1)(?:&|$)/;

/** @returns undefined for what is never limited; never `token`, which no address tells but whether a token is good */
export function verbClass({ method, url, upgrade }: Asked): VerbClass | undefined {
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  const reading = READING.has(method);
  if (reading && !upgrade && EXEMPT.test(path)) return undefined;
  if (LOGIN.test(path) && method === 'POST') return 'login';
  if (upgrade || LONG_PATH.test(path) || (reading && end >= 0 && LONG_QUERY.test(url.slice(end)))) return 'watch';
  return reading || QUESTION.test(path) ? 'read' : 'write';
}
