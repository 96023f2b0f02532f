import { expect, test } from 'vitest';
import { negotiate } from './negotiate.ts';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

test.each<[string | undefined, object]>([
  [undefined, { view: 'object', encoding: 'json' }],
  ['', { view: 'object', encoding: 'json' }],
  ['*/*', { view: 'object', encoding: 'json' }],
  ['application/*', { view: 'object', encoding: 'json' }],
  ['application/yaml', { view: 'object', encoding: 'yaml' }],
  ['application/vnd.kubernetes.protobuf,application/json', { view: 'object', encoding: 'json' }],
  ['application/vnd.kubernetes.protobuf, */*', { view: 'object', encoding: 'json' }],
  [TABLE, { view: 'Table', viewVersion: 'v1' }],
  [`${TABLE},application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json`, { view: 'Table', viewVersion: 'v1' }],
  ['application/json;as=Table;v=v1beta1;g=meta.k8s.io', { view: 'Table', viewVersion: 'v1beta1' }],
  ['application/json;as=Table;v=v2;g=meta.k8s.io,application/json', { view: 'object' }],
  ['application/json ; g=meta.k8s.io ; v=v1 ; as=PartialObjectMetadata', { view: 'PartialObjectMetadata' }],
  ['application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1', { view: 'PartialObjectMetadataList' }],
  ['application/yaml;as=Table;v=v1;g=meta.k8s.io', { view: 'Table', encoding: 'yaml' }],
  ['text/html,application/xhtml+xml,*/*;q=0.8', { view: 'object', encoding: 'json' }],
  ['application/json;charset=utf-8', { view: 'object', encoding: 'json' }],
])('%s', (accept, expected) => {
  expect(negotiate(accept)).toMatchObject(expected);
});

test.each([
  'text/html',
  'application/vnd.kubernetes.protobuf',
  'constructor',
  '__proto__',
  'application/json;as=x;v=v1;g=meta.k8s.io',
])('%s is not to be had', (accept) => {
  expect(() => negotiate(accept)).toThrow(expect.objectContaining({ code: 406 }));
});

test.each([
  ['pretty', true],
  ['pretty=true', true],
  ['pretty=1', true],
  ['pretty=false', false],
  ['pretty=0', false],
  ['', false],
])('?%s', (query, pretty) => {
  expect(negotiate('application/json', new URLSearchParams(query)).pretty).toBe(pretty);
});
