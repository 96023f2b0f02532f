import { useId, useState } from 'react';
import type { ExtensionStatus } from '../contract.ts';
import { useKernel } from '../react/use-kernel.ts';
import { useReadable } from '../react/use-readable.ts';
import { ExtensionDetails } from './extension-details.tsx';
import { bytes, milliseconds } from './format.ts';
import { StateMark } from './state-mark.tsx';
import { useWords } from './words.ts';

/** Every version that is known, with its figures; one of them in detail. */
export function ExtensionList() {
  const words = useWords();
  const statuses = useReadable(useKernel().statuses);
  const [search, setSearch] = useState('');
  const [everything, setEverything] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const searchId = useId();

  const shown = statuses.filter(
    (status) => matches(status, search) && (everything || search !== '' || isTouched(status)),
  );
  const detailed = statuses.find((status) => keyOf(status) === chosen);

  return (
    <div className="lb-inspector-split">
      <div className="lb-inspector-scroll">
        <div className="lb-inspector-bar">
          <label htmlFor={searchId}>{words.search}</label>
          <input id={searchId} type="search" value={search} onChange={(event) => setSearch(event.target.value)} />
          <label>
            <input type="checkbox" checked={everything} onChange={(event) => setEverything(event.target.checked)} />{' '}
            {words.everything(statuses.length)}
          </label>
        </div>
        <table>
          <thead>
            <tr>
              {words.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((status) => (
              <Row
                key={keyOf(status)}
                status={status}
                chosen={keyOf(status) === chosen}
                onChoose={() => setChosen(keyOf(status))}
              />
            ))}
          </tbody>
        </table>
        {shown.length === 0 && <p className="lb-inspector-empty">{words.nothingActive}</p>}
      </div>
      {detailed && <ExtensionDetails status={detailed} />}
    </div>
  );
}

interface RowProps {
  status: ExtensionStatus;
  chosen: boolean;
  onChoose(): void;
}

function Row({ status, chosen, onChoose }: RowProps) {
  const held = Object.values(status.effects).reduce((sum, count) => sum + count, 0);
  return (
    <tr data-chosen={chosen || undefined}>
      <th scope="row">
        <button type="button" className="lb-inspector-name" aria-pressed={chosen} onClick={onChoose}>
          {status.displayName}
        </button>
      </th>
      <td>
        <code>{status.version}</code>
      </td>
      <td>
        <StateMark state={status.state} code={status.problem?.code} />
      </td>
      <td>{milliseconds(status.timings.load)}</td>
      <td>{milliseconds(status.timings.activate)}</td>
      <td>{bytes(status.bytes)}</td>
      <td>{status.requests}</td>
      <td>{held}</td>
      <td>{status.mounts}</td>
    </tr>
  );
}

function keyOf({ name, version }: ExtensionStatus): string {
  return `${name}@${version}`;
}

/** Something happened to it in this tab. */
function isTouched({ state, requests }: ExtensionStatus): boolean {
  return requests > 0 || !UNTOUCHED.has(state);
}

const UNTOUCHED = new Set(['Discovered', 'Verified', 'Resolved', 'Indexed']);

function matches({ name, displayName }: ExtensionStatus, search: string): boolean {
  const wanted = search.toLowerCase();
  return name.includes(wanted) || displayName.toLowerCase().includes(wanted);
}
