import { type Environment, Optional } from '@marcbachmann/cel-js';
import { dns1035Label, dnsLabel, dnsSubdomain, labelValue, qualifiedName } from '../../../validation/names.ts';
import { stringFormat } from '../../formats.ts';
import { register, registerNamespace } from './register.ts';

/** `format.dns1123Label()`: something that texts are checked against. */
class Format {
  readonly name: string;
  readonly validate: (text: string) => readonly string[];

  constructor(name: string, validate: (text: string) => readonly string[]) {
    this.name = name;
    this.validate = validate;
  }

  equals(other: unknown): boolean {
    return other instanceof Format && other.name === this.name;
  }
}

/** A name may be the beginning of a longer one, which then goes on after the dash. */
const prefixed = (validate: (text: string) => readonly string[]) => (text: string) =>
  validate(text.endsWith('-') && text.length > 1 ? `${text.slice(0, -1)}a` : text);

const byFormat = (format: string, problem: string) => (text: string) =>
  stringFormat(format)?.(text) === false ? [problem] : [];

const FORMATS: readonly Format[] = [
  new Format('dns1123Label', dnsLabel),
  new Format('dns1123Subdomain', dnsSubdomain),
  new Format('dns1035Label', dns1035Label),
  new Format('qualifiedName', qualifiedName),
  new Format('dns1123LabelPrefix', prefixed(dnsLabel)),
  new Format('dns1123SubdomainPrefix', prefixed(dnsSubdomain)),
  new Format('dns1035LabelPrefix', prefixed(dns1035Label)),
  new Format('labelValue', labelValue),
  new Format('uri', byFormat('uri', 'invalid URI')),
  new Format('uuid', byFormat('uuid', 'does not match the UUID format')),
  new Format('byte', byFormat('byte', 'invalid base64')),
  new Format('date', byFormat('date', 'invalid date')),
  new Format('datetime', byFormat('datetime', 'invalid datetime')),
];

/** Source: k8s.io/apiserver/pkg/cel/library/format.go. */
export function registerFormats(environment: Environment): void {
  const F = 'kubernetes.NamedFormat';
  environment.registerType(F, Format);
  registerNamespace(environment, 'format', 'FormatNamespace');
  for (const format of FORMATS) register(environment, { [`FormatNamespace.${format.name}(): ${F}`]: () => format });
  register(environment, {
    [`FormatNamespace.named(string): optional<${F}>`]: (_: unknown, name: string) =>
      Optional.of(FORMATS.find((format) => format.name === name)),
    [`${F}.validate(string): optional<list<string>>`]: (format: Format, text: string) => {
      const problems = format.validate(text);
      return problems.length === 0 ? Optional.none() : Optional.of([...problems]);
    },
  });
}
