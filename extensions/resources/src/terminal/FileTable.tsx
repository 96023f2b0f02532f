import { useT } from '@luban/sdk';
import { Icon, IconButton, Time } from '@luban/ui';
import { byteSize } from './byte-size.ts';
import type { FolderEntry } from './files-api.ts';

export interface FileTableProps {
  entries: readonly FolderEntry[];
  onOpen(name: string): void;
  onDownload(entry: FolderEntry): void;
}

/** What is in a folder. */
export function FileTable({ entries, onOpen, onDownload }: FileTableProps) {
  const t = useT();
  return (
    <div className="res-files-table">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('files.name')}</th>
            <th scope="col">{t('files.size')}</th>
            <th scope="col">{t('files.modified')}</th>
            <th scope="col">
              <span className="res-terminal-hint">{t('files.download')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.name}>
              <td>
                <Icon name={isFolder(entry) ? 'folder' : 'file-text'} size={14} />
                {isFolder(entry) && !entry.unreadable ? (
                  <button type="button" onClick={() => onOpen(entry.name)}>
                    {entry.name}
                  </button>
                ) : (
                  <span>{entry.name}</span>
                )}
              </td>
              <td>{entry.type === 'file' ? byteSize(entry.size) : ''}</td>
              <td>{entry.modified !== null && <Time value={new Date(entry.modified * 1000)} />}</td>
              <td>
                {canDownload(entry) && (
                  <IconButton
                    size="sm"
                    icon="download"
                    label={t('files.downloadNamed', { name: entry.name })}
                    onClick={() => onDownload(entry)}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function isFolder({ type, target }: FolderEntry): boolean {
  return type === 'folder' || target === 'folder';
}

function canDownload({ type, target, unreadable }: FolderEntry): boolean {
  return !unreadable && (type === 'file' || type === 'folder' || target === 'file' || target === 'folder');
}
