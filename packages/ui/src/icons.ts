import type { IconNode } from 'lucide';
import Activity from 'lucide/dist/esm/icons/activity.mjs';
import ArrowDown from 'lucide/dist/esm/icons/arrow-down.mjs';
import ArrowDownToLine from 'lucide/dist/esm/icons/arrow-down-to-line.mjs';
import ArrowLeft from 'lucide/dist/esm/icons/arrow-left.mjs';
import ArrowRight from 'lucide/dist/esm/icons/arrow-right.mjs';
import ArrowUp from 'lucide/dist/esm/icons/arrow-up.mjs';
import ArrowUpDown from 'lucide/dist/esm/icons/arrow-up-down.mjs';
import Ban from 'lucide/dist/esm/icons/ban.mjs';
import Bell from 'lucide/dist/esm/icons/bell.mjs';
import Book from 'lucide/dist/esm/icons/book.mjs';
import Box from 'lucide/dist/esm/icons/box.mjs';
import Boxes from 'lucide/dist/esm/icons/boxes.mjs';
import Bug from 'lucide/dist/esm/icons/bug.mjs';
import Calendar from 'lucide/dist/esm/icons/calendar.mjs';
import ChartColumn from 'lucide/dist/esm/icons/chart-column.mjs';
import Check from 'lucide/dist/esm/icons/check.mjs';
import ChevronDown from 'lucide/dist/esm/icons/chevron-down.mjs';
import ChevronLeft from 'lucide/dist/esm/icons/chevron-left.mjs';
import ChevronRight from 'lucide/dist/esm/icons/chevron-right.mjs';
import ChevronUp from 'lucide/dist/esm/icons/chevron-up.mjs';
import ChevronsUpDown from 'lucide/dist/esm/icons/chevrons-up-down.mjs';
import Circle from 'lucide/dist/esm/icons/circle.mjs';
import CircleCheck from 'lucide/dist/esm/icons/circle-check.mjs';
import CircleDot from 'lucide/dist/esm/icons/circle-dot.mjs';
import CircleMinus from 'lucide/dist/esm/icons/circle-minus.mjs';
import CircleQuestionMark from 'lucide/dist/esm/icons/circle-question-mark.mjs';
import CircleX from 'lucide/dist/esm/icons/circle-x.mjs';
import Clock from 'lucide/dist/esm/icons/clock.mjs';
import Cloud from 'lucide/dist/esm/icons/cloud.mjs';
import Code from 'lucide/dist/esm/icons/code.mjs';
import Columns3 from 'lucide/dist/esm/icons/columns-3.mjs';
import Command from 'lucide/dist/esm/icons/command.mjs';
import Copy from 'lucide/dist/esm/icons/copy.mjs';
import Cpu from 'lucide/dist/esm/icons/cpu.mjs';
import Database from 'lucide/dist/esm/icons/database.mjs';
import Download from 'lucide/dist/esm/icons/download.mjs';
import Ellipsis from 'lucide/dist/esm/icons/ellipsis.mjs';
import ExternalLink from 'lucide/dist/esm/icons/external-link.mjs';
import Eye from 'lucide/dist/esm/icons/eye.mjs';
import EyeOff from 'lucide/dist/esm/icons/eye-off.mjs';
import FileText from 'lucide/dist/esm/icons/file-text.mjs';
import Folder from 'lucide/dist/esm/icons/folder.mjs';
import Funnel from 'lucide/dist/esm/icons/funnel.mjs';
import Gauge from 'lucide/dist/esm/icons/gauge.mjs';
import GitBranch from 'lucide/dist/esm/icons/git-branch.mjs';
import Globe from 'lucide/dist/esm/icons/globe.mjs';
import HardDrive from 'lucide/dist/esm/icons/hard-drive.mjs';
import House from 'lucide/dist/esm/icons/house.mjs';
import Info from 'lucide/dist/esm/icons/info.mjs';
import Key from 'lucide/dist/esm/icons/key.mjs';
import Languages from 'lucide/dist/esm/icons/languages.mjs';
import Layers from 'lucide/dist/esm/icons/layers.mjs';
import Link from 'lucide/dist/esm/icons/link.mjs';
import List from 'lucide/dist/esm/icons/list.mjs';
import LoaderCircle from 'lucide/dist/esm/icons/loader-circle.mjs';
import Lock from 'lucide/dist/esm/icons/lock.mjs';
import LogOut from 'lucide/dist/esm/icons/log-out.mjs';
import MemoryStick from 'lucide/dist/esm/icons/memory-stick.mjs';
import Menu from 'lucide/dist/esm/icons/menu.mjs';
import Minus from 'lucide/dist/esm/icons/minus.mjs';
import Monitor from 'lucide/dist/esm/icons/monitor.mjs';
import Moon from 'lucide/dist/esm/icons/moon.mjs';
import Network from 'lucide/dist/esm/icons/network.mjs';
import Package from 'lucide/dist/esm/icons/package.mjs';
import PanelLeft from 'lucide/dist/esm/icons/panel-left.mjs';
import Pause from 'lucide/dist/esm/icons/pause.mjs';
import Pencil from 'lucide/dist/esm/icons/pencil.mjs';
import Pin from 'lucide/dist/esm/icons/pin.mjs';
import Play from 'lucide/dist/esm/icons/play.mjs';
import Plug from 'lucide/dist/esm/icons/plug.mjs';
import Plus from 'lucide/dist/esm/icons/plus.mjs';
import Power from 'lucide/dist/esm/icons/power.mjs';
import Puzzle from 'lucide/dist/esm/icons/puzzle.mjs';
import RefreshCw from 'lucide/dist/esm/icons/refresh-cw.mjs';
import Rocket from 'lucide/dist/esm/icons/rocket.mjs';
import ScrollText from 'lucide/dist/esm/icons/scroll-text.mjs';
import Search from 'lucide/dist/esm/icons/search.mjs';
import Server from 'lucide/dist/esm/icons/server.mjs';
import Settings from 'lucide/dist/esm/icons/settings.mjs';
import Shield from 'lucide/dist/esm/icons/shield.mjs';
import Star from 'lucide/dist/esm/icons/star.mjs';
import StickyNote from 'lucide/dist/esm/icons/sticky-note.mjs';
import Store from 'lucide/dist/esm/icons/store.mjs';
import Sun from 'lucide/dist/esm/icons/sun.mjs';
import Tag from 'lucide/dist/esm/icons/tag.mjs';
import Terminal from 'lucide/dist/esm/icons/terminal.mjs';
import TextWrap from 'lucide/dist/esm/icons/text-wrap.mjs';
import Trash from 'lucide/dist/esm/icons/trash.mjs';
import TriangleAlert from 'lucide/dist/esm/icons/triangle-alert.mjs';
import Undo2 from 'lucide/dist/esm/icons/undo-2.mjs';
import Upload from 'lucide/dist/esm/icons/upload.mjs';
import User from 'lucide/dist/esm/icons/user.mjs';
import Users from 'lucide/dist/esm/icons/users.mjs';
import Wrench from 'lucide/dist/esm/icons/wrench.mjs';
import X from 'lucide/dist/esm/icons/x.mjs';
import Zap from 'lucide/dist/esm/icons/zap.mjs';

const set = {
  activity: Activity,
  alert: TriangleAlert,
  'arrow-down': ArrowDown,
  'arrow-left': ArrowLeft,
  'arrow-right': ArrowRight,
  'arrow-up': ArrowUp,
  ban: Ban,
  bell: Bell,
  book: Book,
  box: Box,
  boxes: Boxes,
  bug: Bug,
  calendar: Calendar,
  chart: ChartColumn,
  check: Check,
  'chevron-down': ChevronDown,
  'chevron-left': ChevronLeft,
  'chevron-right': ChevronRight,
  'chevron-up': ChevronUp,
  'chevrons-up-down': ChevronsUpDown,
  circle: Circle,
  'circle-check': CircleCheck,
  'circle-dot': CircleDot,
  'circle-minus': CircleMinus,
  'circle-x': CircleX,
  clock: Clock,
  cloud: Cloud,
  code: Code,
  columns: Columns3,
  command: Command,
  copy: Copy,
  cpu: Cpu,
  database: Database,
  download: Download,
  end: ArrowDownToLine,
  external: ExternalLink,
  eye: Eye,
  'eye-off': EyeOff,
  'file-text': FileText,
  filter: Funnel,
  folder: Folder,
  gauge: Gauge,
  'git-branch': GitBranch,
  globe: Globe,
  'hard-drive': HardDrive,
  help: CircleQuestionMark,
  home: House,
  info: Info,
  key: Key,
  languages: Languages,
  layers: Layers,
  link: Link,
  list: List,
  loader: LoaderCircle,
  lock: Lock,
  'log-out': LogOut,
  logs: ScrollText,
  memory: MemoryStick,
  menu: Menu,
  minus: Minus,
  monitor: Monitor,
  moon: Moon,
  more: Ellipsis,
  network: Network,
  note: StickyNote,
  package: Package,
  'panel-left': PanelLeft,
  pause: Pause,
  pencil: Pencil,
  pin: Pin,
  play: Play,
  plug: Plug,
  plus: Plus,
  power: Power,
  puzzle: Puzzle,
  refresh: RefreshCw,
  rocket: Rocket,
  search: Search,
  server: Server,
  settings: Settings,
  shield: Shield,
  sort: ArrowUpDown,
  star: Star,
  store: Store,
  sun: Sun,
  tag: Tag,
  terminal: Terminal,
  trash: Trash,
  undo: Undo2,
  upload: Upload,
  user: User,
  users: Users,
  wrap: TextWrap,
  wrench: Wrench,
  x: X,
  zap: Zap,
} as const;

export type IconName = keyof typeof set;

/** Line drawings by the names that manifests and components use. A closed set, so that the whole of it stays small. */
export const icons: Readonly<Record<IconName, IconNode>> = set;

export const iconNames = Object.keys(set) as readonly IconName[];
