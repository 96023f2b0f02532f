import type { PlacedFile } from './tar-blob.ts';

/** One thing to upload: a file, or a folder as an archive of what is in it. */
export type UploadItem =
  | { kind: 'file'; name: string; file: File }
  | { kind: 'folder'; name: string; files: PlacedFile[] };

/** Files that were chosen; those of a folder bear their path in it. */
export function chosenItems(files: readonly File[]): UploadItem[] {
  const folders = new Map<string, PlacedFile[]>();
  const items: UploadItem[] = [];
  for (const file of files) {
    const path = file.webkitRelativePath;
    if (path === '') items.push({ kind: 'file', name: file.name, file });
    else {
      const name = path.split('/', 1)[0]!;
      const placed = folders.get(name) ?? [];
      placed.push({ path, file });
      folders.set(name, placed);
    }
  }
  for (const [name, placed] of folders) items.push({ kind: 'folder', name, files: placed });
  return items;
}

/** What was dropped. Has to be called while the event is told: afterwards there is nothing to be read. */
export async function droppedItems(transfer: DataTransfer): Promise<UploadItem[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return chosenItems([...transfer.files]);
  return Promise.all(
    entries.map(async (entry): Promise<UploadItem> => {
      if (isFile(entry)) return { kind: 'file', name: entry.name, file: await fileOf(entry) };
      return {
        kind: 'folder',
        name: entry.name,
        files: await filesBelow(entry as FileSystemDirectoryEntry, entry.name),
      };
    }),
  );
}

async function filesBelow(folder: FileSystemDirectoryEntry, path: string): Promise<PlacedFile[]> {
  const reader = folder.createReader();
  const files: PlacedFile[] = [];
  for (;;) {
    // Browsers hand out a hundred at a time.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return files;
    for (const entry of entries) {
      const inside = `${path}/${entry.name}`;
      if (isFile(entry)) files.push({ path: inside, file: await fileOf(entry) });
      else files.push(...(await filesBelow(entry as FileSystemDirectoryEntry, inside)));
    }
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}
