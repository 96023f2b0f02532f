/** A shell in a container, and its files: parts of a pod's page. */
export { PodFiles, type PodFilesProps } from './PodFiles.tsx';
export { PodTerminal, type PodTerminalProps } from './PodTerminal.tsx';
