import { isAddressRefusal } from '../../addresses/address-guard.ts';
import { codeOf } from '../../clusters/connection-failure.ts';
import { Refusal } from '../../refusal.ts';

/** Who was asked, for messages. */
export interface Asked {
  /** `APIService v1.tide.example` */
  object: string;
  /** The extension, or the object itself when it belongs to none. */
  owner: string;
  /** `https://tide.example:8443` */
  upstream: string;
}

const TIMEOUTS = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'ETIMEDOUT', 'ESOCKETTIMEDOUT']);

/** Why a backend did not answer, as an answer. */
export function explainFailure(error: unknown, asked: Asked): Refusal {
  const params = { ...asked };
  const refused = [error, causeOf(error)].find(isAddressRefusal);
  if (refused !== undefined) return addressRefusal(refused, asked);
  if (error instanceof Refusal) return error;
  const code = codeOf(error);
  const reason = reasonOf(code, error);
  if (TIMEOUTS.has(code)) return new Refusal(504, 'LB5402', params, { cause: error });
  if (isTls(code)) return new Refusal(503, 'LB5405', { ...params, reason }, { cause: error });
  return new Refusal(503, 'LB5401', { ...params, reason }, { cause: error });
}

/** The object names an address that must not be reached. It is not the fault of whoever asked. */
export function addressRefusal(refusal: Refusal, { object, owner, upstream }: Asked): Refusal {
  const range = String(refusal.params.range ?? 'private');
  return new Refusal(503, 'LB5404', { object, owner, upstream, range }, { cause: refusal });
}

const isTls = (code: string) =>
  /^(?:ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|EPROTO|HOSTNAME_MISMATCH)/.test(code);

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it closed the connection',
  UND_ERR_SOCKET: 'it closed the connection',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name could not be looked up',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
};

function reasonOf(code: string, error: unknown): string {
  if (Object.hasOwn(REASONS, code)) return REASONS[code]!;
  if (code.startsWith('HPE_') || (error instanceof Error && error.name === 'HTTPParserError'))
    return 'what it answers is no HTTP';
  if (code !== '') return code;
  return error instanceof Error ? error.message.slice(0, 200) : 'unknown';
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}
