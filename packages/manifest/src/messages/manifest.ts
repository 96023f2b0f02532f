import type { Catalogue } from './message.ts';

/** 1xxx: what is wrong with an extension's manifest. */
export const MANIFEST_MESSAGES: Catalogue = {
  LB1001: {
    title: ['Manifest cannot be read', '清单无法读取'],
    sentence: ['The manifest extension.json cannot be read: {reason}.', '无法读取清单 extension.json：{reason}。'],
    cause: [
      'The file is missing, is not JSON, or does not hold a JSON object.',
      '文件缺失、不是 JSON，或其内容不是 JSON 对象。',
    ],
    cure: ['Build the extension again and install the result.', '重新构建扩展，然后安装构建结果。'],
  },
  LB1002: {
    title: ['Manifest is too large', '清单过大'],
    sentence: ['The manifest has {size}, which is more than {limit}.', '清单大小为 {size}，超过了 {limit} 的上限。'],
    cause: [
      'Every page carries data of the manifest, so its size is limited. Usually texts or images were put into it.',
      '每个页面都携带清单中的数据，因此其大小受限。通常是因为写入了大量文本或图片。',
    ],
    cure: [
      'Move texts into the run-time catalogues and images into files of the bundle.',
      '将文本移到运行时的语言文件中，将图片作为包内的文件。',
    ],
  },
  LB1003: {
    title: ['Field is missing', '缺少字段'],
    sentence: ['{field} is missing in the manifest.', '清单中缺少 {field}。'],
    cause: ['The field is required at this place.', '此处必须有该字段。'],
    cure: ['Add the field to extension.ts and build again.', '在 extension.ts 中补充该字段，然后重新构建。'],
  },
  LB1004: {
    title: ['Value is not allowed', '值不符合要求'],
    sentence: ['{field} is {found}; expected: {expected}.', '{field} 的值为 {found}，应为：{expected}。'],
    cause: [
      'The value has another type, another form or another size than this field takes.',
      '该值的类型、格式或大小不符合此字段的要求。',
    ],
    cure: ['Correct the value and build again.', '修正该值，然后重新构建。'],
  },
  LB1005: {
    title: ['Unknown field', '未知字段'],
    sentence: ['{field} is not a field of the manifest.', '清单中没有 {field} 这个字段。'],
    cause: [
      'The name is misspelt, or the field belongs to a newer version of LuBan. It has no effect.',
      '字段名拼写有误，或该字段属于更新版本的 LuBan。该字段不起作用。',
    ],
    cure: ['Correct the name, or remove the field.', '修正字段名，或删除该字段。'],
  },
  LB1006: {
    title: ['Name is not allowed', '名称不符合要求'],
    sentence: ['{field} is {found}, which is not a name of an extension.', '{field} 的值 {found} 不能作为扩展名称。'],
    cause: [
      'Names are part of URLs and of Kubernetes objects: a-z, 0-9 and inner hyphens, at most 63 characters.',
      '名称会用于 URL 和 Kubernetes 对象：只能包含 a-z、0-9 和中间的连字符，最长 63 个字符。',
    ],
    cure: ['Choose another name in extension.yaml.', '在 extension.yaml 中更换名称。'],
  },
  LB1007: {
    title: ['Version is not allowed', '版本号不符合要求'],
    sentence: ['{field} is {found}, which is not a semantic version.', '{field} 的值 {found} 不是语义化版本号。'],
    cause: [
      'A version is three numbers with dots, such as 2.3.1, perhaps followed by -rc.1. A leading v is not part of it.',
      '版本号由点分隔的三个数字组成，如 2.3.1，后面可以有 -rc.1，前面不能有 v。',
    ],
    cure: ['Correct the version in extension.yaml.', '在 extension.yaml 中修正版本号。'],
  },
  LB1008: {
    title: ['Range of versions is not allowed', '版本范围不符合要求'],
    sentence: ['{field} is {value}, which is not a range of versions.', '{field} 的值 {value} 不是有效的版本范围。'],
    cause: [
      'Ranges are written as for npm, such as ^2.3.0 or >=1 <3.',
      '版本范围使用 npm 的写法，如 ^2.3.0 或 >=1 <3。',
    ],
    cure: ['Correct the range.', '修正版本范围。'],
  },
  LB1009: {
    title: ['Condition cannot be read', '条件表达式无法解析'],
    sentence: [
      '{field} cannot be read at character {position}: {reason}. The condition is: {expression}',
      '{field} 在第 {position} 个字符处无法解析：{reason}。条件表达式为：{expression}',
    ],
    cause: [
      'Conditions know a few names and functions, comparisons, !, && and ||, and nothing else.',
      '条件表达式只支持少数名称和函数、比较运算以及 !、&& 和 ||。',
    ],
    cure: ['Correct the condition at that place.', '修正该处的表达式。'],
  },
  LB1010: {
    title: ['Path is not safe', '路径不安全'],
    sentence: ['{field} is {found}, which is not a safe path.', '{field} 的值 {found} 不是安全的路径。'],
    cause: [
      'Paths are relative and stay where they belong: no leading slash, no .., no backslash, no scheme, nothing encoded.',
      '路径必须是相对路径且不能越界：不能以斜杠开头，不能包含 ..、反斜杠、协议或编码字符。',
    ],
    cure: ['Use a plain relative path.', '改用普通的相对路径。'],
  },
  LB1011: {
    title: ['Link is not safe', '链接不安全'],
    sentence: ['{field} is {found}, which is not a safe link.', '{field} 的值 {found} 不是安全的链接。'],
    cause: [
      'Links are complete https URLs. Other schemes could run code in the console or send people over an open line.',
      '链接必须是完整的 https URL。其他协议可能在控制台中执行代码，或使用不加密的连接。',
    ],
    cure: ['Use an https URL.', '改用 https URL。'],
  },
  LB1012: {
    title: ['Something is named twice', '重复定义'],
    sentence: ['{field} is {id} once more; it is taken by {first}.', '{field} 重复使用了 {id}，它已被 {first} 占用。'],
    cause: [
      'Within one manifest an id names one item of its kind, and a URL leads to one route.',
      '在同一清单中，一个 id 只能对应同类中的一项，一个 URL 只能对应一个路由。',
    ],
    cure: ['Give one of the two another id or path.', '为其中一个更换 id 或路径。'],
  },
  LB1013: {
    title: ['Unknown slot or mount', '未知的插槽或挂载点'],
    sentence: ['{field} is {found}; known here are: {known}.', '{field} 的值为 {found}，此处可用的有：{known}。'],
    cause: [
      'The name is misspelt, or the slot belongs to an extension that this one does not name in requires.',
      '名称拼写有误，或该插槽属于未在 requires 中声明的扩展。',
    ],
    cure: [
      'Correct the name, or add the extension that provides the slot to requires.optional.',
      '修正名称，或将提供该插槽的扩展加入 requires.optional。',
    ],
  },
  LB1014: {
    title: ['Order contradicts itself', '顺序自相矛盾'],
    sentence: ['{field} is part of an order in a circle: {cycle}.', '{field} 的顺序形成了循环：{cycle}。'],
    cause: ['Each item asks to stand after the next one.', '每一项都要求排在下一项之后。'],
    cure: ['Remove one before or after of the circle.', '删除循环中的一个 before 或 after。'],
  },
  LB1015: {
    title: ['Target is missing', '引用的目标不存在'],
    sentence: ['{field} leads to {target}, which does not exist.', '{field} 指向的 {target} 不存在。'],
    cause: [
      'A route, command, module or file is referred to that the manifest does not have, or its owner is not installed.',
      '引用的路由、命令、模块或文件不在清单中，或其所属扩展未安装。',
    ],
    cure: ['Correct the reference, or add what it names.', '修正引用，或补充被引用的内容。'],
  },
  LB1016: {
    title: ['Text is too long', '文本过长'],
    sentence: [
      '{field} has {length} characters; at most {limit} are allowed.',
      '{field} 有 {length} 个字符，最多允许 {limit} 个。',
    ],
    cause: ['Long texts do not fit where they are shown.', '过长的文本无法在界面上完整显示。'],
    cure: ['Shorten the text.', '缩短文本。'],
  },
  LB1017: {
    title: ['Text is missing in the catalogue', '缺少翻译文本'],
    sentence: ['The catalogue has no text {key} for {locale}.', '语言文件中没有 {locale} 的文本 {key}。'],
    cause: [
      'A key between percent signs is looked up in the catalogues of the extension. Without a text the key is shown.',
      '百分号之间的键会在扩展的语言文件中查找。找不到文本时显示键名。',
    ],
    cure: [
      'Add the key to the catalogue in locales/ and build again.',
      '在 locales/ 的语言文件中添加该键，然后重新构建。',
    ],
  },
  LB1018: {
    title: ['Too many entries', '条目过多'],
    sentence: [
      '{field} has {count} entries; at most {limit} are allowed.',
      '{field} 有 {count} 项，最多允许 {limit} 项。',
    ],
    cause: ['Every page carries the contributions of all extensions.', '每个页面都携带所有扩展的贡献项。'],
    cure: [
      'Split the extension, or make the entries part of its pages.',
      '拆分扩展，或将这些条目放到扩展自己的页面中。',
    ],
  },
};
