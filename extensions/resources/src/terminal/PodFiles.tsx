import { useExtension, useT } from '@luban/sdk';
import { Button, Callout, EmptyState, IconButton, Select, Skeleton } from '@luban/ui';
import { useQuery } from '@tanstack/react-query';
import { type DragEvent, useRef, useState } from 'react';
import { byteSize } from './byte-size.ts';
import { chosenItems, droppedItems, type UploadItem } from './dropped-files.ts';
import { FileTable } from './FileTable.tsx';
import { download, type FolderEntry, listFolder, upload } from './files-api.ts';
import { TransferList } from './TransferList.tsx';
import { tarBlob } from './tar-blob.ts';
import { useTransfers } from './use-transfers.ts';
import './files.css';

export interface PodFilesProps {
  cluster: string;
  namespace: string;
  pod: string;
  /** Chosen at first. Default: the pod's own choice. */
  container?: string;
  /** All of the pod's; with more than one there is something to choose. */
  containers?: readonly string[];
}

/** The files of a container: look, download, upload. */
export function PodFiles({ cluster, namespace, pod, container: first, containers = [] }: PodFilesProps) {
  const t = useT();
  const { fetch } = useExtension();
  const [container, setContainer] = useState(first);
  const [path, setPath] = useState('/');
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const transfers = useTransfers();
  const place = { cluster, namespace, pod, container };
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['files', cluster, namespace, pod, container, path],
    queryFn: () => listFolder(fetch, place, path),
    retry: false,
    refetchOnWindowFocus: false,
  });

  const send = async (items: readonly UploadItem[]) => {
    const limit = data?.largestUpload ?? Number.POSITIVE_INFINITY;
    const sent = items.map((item) => {
      const body = item.kind === 'file' ? item.file : tarBlob(item.files);
      const type = item.kind === 'file' ? 'application/octet-stream' : 'application/x-tar';
      return transfers.start(item.name, 'up', async (onProgress, signal) => {
        if (body.size > limit) throw new Error(t('files.tooLarge', { limit: byteSize(limit) }));
        await upload(place, item.kind === 'file' ? inside(path, item.name) : path, body, type, onProgress, signal);
      });
    });
    if ((await Promise.all(sent)).includes(true)) await refetch();
  };

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void droppedItems(event.dataTransfer).then(send);
  };

  const take = ({ name }: FolderEntry) =>
    void transfers.start(name, 'down', (onProgress, signal) =>
      download(fetch, place, inside(path, name), onProgress, signal),
    );

  return (
    <section
      className="res-files"
      aria-label={t('files.label')}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className="res-files-bar">
        {containers.length > 1 && (
          <Select
            size="sm"
            label={t('terminal.container')}
            hideLabel
            value={container ?? data?.container ?? null}
            items={containers.map((name) => ({ value: name, label: name }))}
            onValueChange={(name) => {
              setContainer(name);
              setPath('/');
            }}
          />
        )}
        <IconButton
          size="sm"
          icon="arrow-up"
          label={t('files.up')}
          disabled={path === '/'}
          onClick={() => setPath(parentOf(path))}
        />
        <PathField key={path} path={path} onPath={setPath} />
        <IconButton
          size="sm"
          icon="refresh"
          label={t('files.refresh')}
          loading={isFetching}
          onClick={() => void refetch()}
        />
        <Button size="sm" icon="upload" onClick={() => files.current?.click()}>
          {t('files.upload')}
        </Button>
        <Button size="sm" icon="folder" onClick={() => folder.current?.click()}>
          {t('files.uploadFolder')}
        </Button>
        <ChooseFiles input={files} label={t('files.upload')} onFiles={(chosen) => void send(chosenItems(chosen))} />
        <ChooseFiles
          input={folder}
          label={t('files.uploadFolder')}
          folder
          onFiles={(chosen) => void send(chosenItems(chosen))}
        />
      </div>
      <TransferList transfers={transfers} />
      {error !== null && (
        <Callout tone="danger" role="alert" title={error.message}>
          {'reason' in error ? String(error.reason) : undefined}
        </Callout>
      )}
      {data === undefined && error === null && <Skeleton shape="table" />}
      {data !== undefined && error === null && data.entries.length === 0 && (
        <EmptyState kind="nothing" title={t('files.empty')} description={t('files.empty.help')} />
      )}
      {data !== undefined && error === null && data.entries.length > 0 && (
        <FileTable entries={data.entries} onOpen={(name) => setPath(inside(path, name))} onDownload={take} />
      )}
      {data?.truncated && <p className="res-files-note">{t('files.truncated')}</p>}
    </section>
  );
}

function PathField({ path, onPath }: { path: string; onPath(path: string): void }) {
  const t = useT();
  const [typed, setTyped] = useState(path);
  return (
    <form
      className="res-files-path"
      onSubmit={(event) => {
        event.preventDefault();
        onPath(typed.startsWith('/') ? typed : `/${typed}`);
      }}
    >
      <input
        className="lb-input"
        aria-label={t('files.path')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </form>
  );
}

interface ChooseFilesProps {
  input: { current: HTMLInputElement | null };
  label: string;
  folder?: boolean;
  onFiles(files: File[]): void;
}

/** The browser's own dialog, without its button. */
function ChooseFiles({ input, label, folder = false, onFiles }: ChooseFilesProps) {
  return (
    <input
      ref={input}
      type="file"
      hidden
      multiple
      aria-label={label}
      {...(folder && { webkitdirectory: '' })}
      onChange={({ target }) => {
        onFiles([...(target.files ?? [])]);
        // The same file may be chosen again.
        target.value = '';
      }}
    />
  );
}

function inside(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

function parentOf(path: string): string {
  return path.replace(/\/[^/]*\/*$/, '') || '/';
}
