/** Shells in containers and on nodes, and the files of containers: parts of the pages of pods and nodes. */
export { NodeTerminal, type NodeTerminalProps } from './NodeTerminal.tsx';
export { PodFiles, type PodFilesProps } from './PodFiles.tsx';
export { PodTerminal, type PodTerminalProps } from './PodTerminal.tsx';
