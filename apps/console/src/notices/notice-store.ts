import type { Notice } from '@luban/kernel';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { addNotice, type KeptNotice, removeNotice } from './notice-list.ts';

export interface NoticeStore {
  store: StoreApi<readonly KeptNotice[]>;
  add(notice: Notice): void;
  dismiss(id: string): void;
  dismissAll(): void;
  markRead(): void;
}

/** @param toast shows a notice that leaves by itself */
export function createNoticeStore(toast: (notice: Notice) => void, now: () => number = Date.now): NoticeStore {
  const store = createStore<readonly KeptNotice[]>(() => []);
  return {
    store,
    add(notice) {
      if (notice.timeout !== undefined) toast(notice);
      store.setState(addNotice(store.getState(), notice, now()), true);
    },
    dismiss: (id) => store.setState(removeNotice(store.getState(), id), true),
    dismissAll: () => store.setState([], true),
    markRead() {
      const list = store.getState();
      if (list.some((kept) => !kept.read))
        store.setState(
          list.map((kept) => ({ ...kept, read: true })),
          true,
        );
    },
  };
}
