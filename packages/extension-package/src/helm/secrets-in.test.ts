import { expect, test } from 'vitest';
import { secretsIn } from './secrets-in.ts';

test('what Secrets hold, as it is written and as it reads', () => {
  const secret = `apiVersion: v1
kind: Secret
metadata: {name: a}
data: {token: ${Buffer.from('a hidden text').toString('base64')}}
stringData: {plain: 'another-one', file: "short\\na line that is long enough\\n"}
`;
  expect(secretsIn([secret, secret.replace('kind: Secret', 'kind: ConfigMap')], [])).toEqual([
    'a line that is long enough',
    Buffer.from('a hidden text').toString('base64'),
    'a hidden text',
    'another-one',
  ]);
});

test('values whose names say so, and no others', () => {
  const values = `
adminPassword: hunter22
database: {apiKey: 0123456789, secretName: my-database, host: db.example.com}
tokens: {a: not-by-this-name}
imagePullSecrets: [{name: registry}]
`;
  expect(secretsIn([], [values, '{', 'not: [yaml'])).toEqual(['0123456789', 'hunter22']);
});
