/** What the words of a paper say of a hidden figure: its sentences, its status, how it changed. */
import { changeSubjects, denominatorNames, type PanelLine, panelLines, polarities } from './definitions.ts';
import type { Evidence } from './finding.ts';
import { type Figure, isHidden, type Paper, printedNumber, type Question } from './paper.ts';
import { addShare } from './printed.ts';
import { countOf, nameOf, quantityOf, quartersBefore } from './quantity.ts';
import type { System } from './system.ts';

const small = 'none one two three four five six seven eight nine ten eleven twelve'.split(' ');
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const numberText = `(\\d[\\d,]*|${['no', ...small].join('|')})`;

function asNumber(text: string): number {
  const word = text.toLowerCase();
  if (word === 'no') return 0;
  return small.includes(word) ? small.indexOf(word) : Number(text.replaceAll(',', ''));
}

/** `30 June 2025` as `2025-06-30`; null where it is no date. */
export function asDate(text: string): string | null {
  const found = /(\d{1,2}) (\p{L}{3,9})\.? (\d{4})/u.exec(text);
  const month = months.findIndex((name) => name.startsWith(found?.[2] ?? '-'));
  if (found === null || month < 0) return null;
  return `${found[3]}-${String(month + 1).padStart(2, '0')}-${(found[1] ?? '').padStart(2, '0')}`;
}

function plain(html: string): string {
  return html
    .replace(/<(style|script)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replace(/\s+/g, ' ');
}

/** What is said of a question: another may use the same words of another stretch of time. */
function textsOf(paper: Paper, question: string): string[] {
  const said = paper.questions.filter((one) => one.question === question).map((one) => JSON.stringify(one));
  const ofAnother = (path: string): boolean =>
    panelLines.some(
      (line) =>
        line.question !== question && path.toLowerCase().endsWith(`/${line.question.toLowerCase()}.html`),
    );
  const pages = paper.pages.filter(({ path }) => /\.html?$/.test(path) && !ofAnother(path));
  return [...said, ...pages.map(({ bytes }) => plain(bytes))];
}

/** The sentence of a line as a pattern; the figures in it are its groups. */
function patternOf(line: PanelLine): RegExp {
  const source = line.sentence
    .split(/(\{[^}]*\})/)
    .map((part) => {
      if (/^\{(count|rate|mean_days|median_days)\}$/.test(part))
        return `(?<${part.slice(1, -1)}>${numberText.slice(1)}`;
      if (part === '{percentage}') return `(?<percentage>${numberText.slice(1)}%`;
      if (part.startsWith('{')) return `(?:${part.slice(1, -1)})`;
      return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(source, 'i');
}

function figureOf(paper: Paper, line: PanelLine, statistic: string): Figure | undefined {
  return paper.figures.find(
    (one) =>
      one.question === line.question &&
      one.measure_id === line.measure &&
      one.line === line.line &&
      one.period === line.period &&
      one.statistic === statistic &&
      one.as_at_date === paper.date &&
      one.breakdown === 'all',
  );
}

/** A line's own sentence with a number in it, though the number is hidden. */
function inSentences(paper: Paper): Evidence[] {
  return panelLines.flatMap((line) => {
    const pattern = patternOf(line);
    const groups = textsOf(paper, line.question)
      .map((text) => pattern.exec(text)?.groups)
      .find((one) => one !== undefined);
    return line.statistics.flatMap((statistic): Evidence[] => {
      const figure = figureOf(paper, line, statistic);
      const said = groups?.[statistic];
      if (figure === undefined || said === undefined || !isHidden(figure)) return [];
      const value = asNumber(said);
      return [
        {
          key: figure.key,
          lower: value,
          upper: value,
          because: `a sentence says ${figure.key}`,
          certainty: 'strict',
        },
      ];
    });
  });
}

function headlineOf(question: Question): PanelLine | undefined {
  return panelLines.find((line) => line.question === question.question && line.headline);
}

/** The sentences on change, each with the line that it is about: that of its subject, else the headline. */
function changesOf(question: Question): { readonly line: PanelLine; readonly text: string }[] {
  const sentences = String(question['changing'] ?? '').split(/(?<=\.) (?=[A-Z])/);
  return sentences.flatMap((text) => {
    const about = changeSubjects.find(
      (each) => each.question === question.question && text.startsWith(each.subject),
    );
    const line =
      about === undefined
        ? headlineOf(question)
        : panelLines.find(
            (each) =>
              each.question === about.question && each.measure === about.measure && each.line === about.line,
          );
    return line === undefined ? [] : [{ line, text }];
  });
}

/** `60 now, 59 on 30 June 2025`, of a line of the question. */
function inChanges(paper: Paper): Evidence[] {
  return paper.questions.flatMap(changesOf).flatMap(({ line, text }) => {
    const said = [...text.matchAll(/(\d[\d,]*)(%| days)?,? (now|on (\d{1,2} \p{L}+ \d{4}))/gu)];
    return said.flatMap(([, number, unit, , day]): Evidence[] => {
      const date = day === undefined ? paper.date : asDate(day);
      const statistic = unit === '%' ? 'percentage' : unit === ' days' ? 'mean_days' : 'count';
      const figure = paper.figures.find(
        (one) =>
          one.question === line.question &&
          one.measure_id === line.measure &&
          one.line === line.line &&
          one.statistic === statistic &&
          one.breakdown === 'all' &&
          one.as_at_date === date,
      );
      if (figure === undefined || !isHidden(figure)) return [];
      const value = asNumber(number ?? '');
      return [
        {
          key: figure.key,
          lower: value,
          upper: value,
          because: `the change says ${figure.key}`,
          certainty: 'strict',
        },
      ];
    });
  });
}

/** Free words: one number in a sentence that names a line whose number is hidden. A guess, so assumed. */
function inCommentary(paper: Paper): Evidence[] {
  const words = paper.questions.flatMap((question) =>
    ['so_what', 'what_next', 'children_say', 'how_many', 'answer'].map((field) =>
      JSON.stringify(question[field] ?? ''),
    ),
  );
  const sentences = words.flatMap((text) => text.split(/(?<=[.!?;])\s/));
  return panelLines.flatMap((line) => {
    const figure = figureOf(paper, line, 'count');
    if (figure === undefined || !isHidden(figure)) return [];
    const naming = sentences.filter((one) => one.toLowerCase().includes(line.column.toLowerCase()));
    return naming.flatMap((sentence): Evidence[] => {
      const about = sentence
        .replace(/\d{1,2} \p{L}+ \d{4}/gu, ' ')
        .toLowerCase()
        .replace(line.column.toLowerCase(), ' ');
      const numbers = [...about.matchAll(new RegExp(`(?<![\\w.])${numberText}(?![\\w%])`, 'gi'))].filter(
        ([text]) => !/^(no|none)$/.test(text),
      );
      if (numbers.length !== 1) return [];
      const value = asNumber(numbers[0]?.[1] ?? '');
      return [
        {
          key: figure.key,
          lower: value,
          upper: value,
          because: `commentary beside ${figure.key}`,
          certainty: 'assumed',
        },
      ];
    });
  });
}

export function inWords(paper: Paper): Evidence[] {
  return [...inSentences(paper), ...inChanges(paper), ...inCommentary(paper)];
}

/** A status beside a target says on which side of it the share lies, even where the share is hidden. */
function addStatus(paper: Paper, question: Question, system: System): void {
  const status = typeof question['status'] === 'string' ? question['status'] : '';
  const side = /^green/i.test(status) ? 'good' : /^(red|amber)/i.test(status) ? 'bad' : null;
  const line = headlineOf(question);
  const figure = line && figureOf(paper, line, 'percentage');
  if (side === null || line === undefined || figure === undefined) return;
  const aim = paper.figures.find(
    (one) =>
      one.breakdown === 'target' &&
      one.question === line.question &&
      one.measure_id === line.measure &&
      one.line === line.line,
  );
  const target = printedNumber(aim?.shown ?? '');
  if (target === null || !denominatorNames.has(`${line.measure}.${line.line}`)) return;
  const part = `${paper.edition}#${nameOf(quantityOf(figure, 'numerator'))}`;
  const whole = `${paper.edition}#${nameOf(quantityOf(figure, 'denominator'))}`;
  const above = (polarities.get(line.measure) === 'High') === (side === 'good');
  addShare(
    system,
    { part, whole },
    above ? [target, 100] : [0, target],
    `the status of ${question.question} and its target`,
  );
}

/** `higher than a year earlier`, of a headline that is a count. */
function addDirection(paper: Paper, question: Question, system: System): void {
  const line = headlineOf(question);
  const own = changesOf(question).find((each) => each.line === line)?.text ?? '';
  const word = /\b(higher|lower|the same)\b/.exec(own)?.[1];
  if (line === undefined || word === undefined || line.statistics.includes('percentage')) return;
  const counted = countOf(`${line.measure}.${line.line}`, line.period, paper.date);
  const before = countOf(`${line.measure}.${line.line}`, line.period, quartersBefore(paper.date, 4));
  const [now, then] = [`${paper.edition}#${counted}`, `${paper.edition}#${before}`];
  if (
    !system.names.has(now) ||
    !system.names.has(then) ||
    line.statistics[0] !== 'count' ||
    line.statistics.length > 1
  )
    return;
  const because = `the change of ${question.question} since a year earlier`;
  if (word === 'the same') system.equal(now, [then], because);
  const sign = word === 'higher' ? 1 : -1;
  if (word !== 'the same')
    system.add(
      [
        [now, sign],
        [then, -sign],
      ],
      1,
      Number.POSITIVE_INFINITY,
      because,
    );
}

export function addWords(paper: Paper, system: System): void {
  for (const question of paper.questions) {
    addStatus(paper, question, system);
    addDirection(paper, question, system);
  }
}
