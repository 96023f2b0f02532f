import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Problem } from '@luban/manifest';
import semver from 'semver';
import { LineCounter, parseDocument } from 'yaml';
import { BuildError, refuse } from './build-error.ts';
import type { ExtensionMetadata } from './extension-source.ts';

export const METADATA_FILE = 'extension.yaml';

const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LOCALE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** Reads `extension.yaml`, whose fields are those of a KubeSphere extension. Throws a `BuildError` (LB6001). */
export async function readMetadata(root: string): Promise<ExtensionMetadata> {
  const text = await readFile(path.join(root, METADATA_FILE), 'utf8').catch((error: unknown) => {
    throw new BuildError([invalid('', 'the file cannot be read', 'Create it beside extension.ts')], { cause: error });
  });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [syntax] = document.errors;
  if (syntax) {
    const { line } = lines.linePos(syntax.pos[0]);
    throw new BuildError([invalid('', `line ${line}: ${syntax.message.split('\n')[0]}`, 'Correct the YAML syntax')]);
  }
  return parseMetadata(document.toJS());
}

/** The value of `extension.yaml`, checked. All faults are reported at once. */
export function parseMetadata(value: unknown): ExtensionMetadata {
  const problems: Problem[] = [];
  const fault = (field: string, reason: string, cure: string) => problems.push(invalid(field, reason, cure));
  const fields = isRecord(value) ? value : {};
  const name = typeof fields.name === 'string' ? fields.name : '';
  const version = typeof fields.version === 'string' ? fields.version : '';
  if (!NAME.test(name)) {
    fault('name', 'it is not a DNS label', 'Use 1 to 63 lower-case letters, digits and hyphens, such as acme-metrics');
  }
  if (!semver.valid(version)) {
    fault('version', 'it is not a semantic version', 'Write it in quotes, such as "1.0.0"');
  }
  const metadata: ExtensionMetadata = {
    name,
    version,
    displayName: localized(fields.displayName, 'displayName', fault),
    description: localized(fields.description, 'description', fault),
  };
  if (fields.icon !== undefined) {
    if (typeof fields.icon === 'string') metadata.icon = fields.icon;
    else fault('icon', 'it is not text', 'Give the path of an image, such as ./icon.svg');
  }
  const provider = providers(fields.provider, fault);
  if (provider) metadata.provider = provider;
  refuse(problems);
  return metadata;
}

type Fault = (field: string, reason: string, cure: string) => void;

function localized(value: unknown, field: string, fault: Fault): Record<string, string> {
  if (!isRecord(value) || Object.keys(value).length === 0) {
    fault(field, 'a text per locale is missing', `Write the texts below it, such as "en: …" and "zh: …"`);
    return {};
  }
  const texts: Record<string, string> = {};
  for (const locale of Object.keys(value).sort()) {
    const text = value[locale];
    if (!LOCALE.test(locale)) fault(`${field}.${locale}`, 'it is not a locale', 'Use a language tag, such as en or zh');
    else if (typeof text !== 'string' || !text.trim())
      fault(`${field}.${locale}`, 'it is not text', 'Write a sentence');
    else texts[locale] = text.trim();
  }
  return texts;
}

function providers(value: unknown, fault: Fault): ExtensionMetadata['provider'] {
  if (value === undefined) return undefined;
  const found: NonNullable<ExtensionMetadata['provider']> = {};
  for (const [locale, entry] of Object.entries(isRecord(value) ? value : { '': value })) {
    if (!isRecord(entry) || typeof entry.name !== 'string') {
      fault(`provider.${locale}`, 'the name is missing', 'Write name, url and email below a locale');
      continue;
    }
    found[locale] = { name: entry.name };
    if (typeof entry.url === 'string') found[locale].url = entry.url;
    if (typeof entry.email === 'string') found[locale].email = entry.email;
  }
  return found;
}

function invalid(field: string, reason: string, cure: string): Problem {
  return { code: 'LB6001', params: { file: METADATA_FILE, field: field || '(whole file)', reason, cure } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
