import { useKernel } from '../react/use-kernel.ts';
import { useReadable } from '../react/use-readable.ts';

export interface InspectorProps {
  onClose(): void;
}

/** What the kernel knows: every version of every extension, its state and how it came to be in it. */
export function Inspector({ onClose }: InspectorProps) {
  const statuses = useReadable(useKernel().statuses);
  return (
    <aside className="lb-inspector" aria-label="Inspector">
      <button type="button" onClick={onClose}>
        Close
      </button>
      <table>
        <tbody>
          {statuses.map((status) => (
            <tr key={`${status.name}@${status.version}`}>
              <th scope="row">{status.displayName}</th>
              <td>{status.version}</td>
              <td>{status.state}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </aside>
  );
}
