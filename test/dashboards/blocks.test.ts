import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { blockMarker, fillMarkers } from '../../dashboards/components/block-marker.ts';
import { blockRegister } from '../../dashboards/components/block-register.ts';
import { blockRenderer } from '../../dashboards/components/block-render.ts';
import { readEdition } from '../../dashboards/edition.ts';
import { type FixtureChoice, fixtureEdition } from './fixture-edition.ts';
import { emptyLists, fixtureLists } from './fixture-lists.ts';
import { fixtureReconciliation } from './fixture-reconciliation.ts';
import { writeFixture } from './fixture-writer.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const renderers = new Map<string, Promise<ReturnType<typeof blockRenderer>>>();

/** What draws the blocks of an invented edition, which is written and read once. */
function rendererFor(choice: FixtureChoice = {}): Promise<ReturnType<typeof blockRenderer>> {
  const name = JSON.stringify(choice);
  const made = renderers.get(name) ?? newRenderer(choice);
  renderers.set(name, made);
  return made;
}

async function newRenderer(choice: FixtureChoice) {
  const folder = mkdtempSync(join(tmpdir(), 'blocks-'));
  folders.push(folder);
  return blockRenderer(await readEdition(await writeFixture(fixtureEdition(choice), folder)));
}
const words = (markup: string) => markup.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const lines = (markup: string) =>
  `${markup.replace(/>(?=<(tr|li|p|h\d|section|figure|svg|g|td|th|dt|dd)\b)/g, '>\n').trim()}\n`;

/** What a block says: a line for each row, item and paragraph, links with their aim, pictures by their description. */
const saidBy = (markup: string) => {
  const text = markup
    .replace(/<svg[^>]*aria-label="([^"]*)"[^>]*>[\s\S]*?<\/svg>/g, '[picture: $1]')
    .replace(/<svg[^>]*><title>([^<]*)<\/title>[\s\S]*?<\/svg>/g, '[picture: $1]')
    .replace(/<svg[\s\S]*?<\/svg>/g, '')
    .replace(/<a [^>]*href="([^"]*)"[^>]*>/g, '[$1] ')
    .replace(/<\/t[dh]>/g, ' | ')
    .replace(/<span class="under">/g, ' · ')
    .replace(/<(?:tr|li|p|h\d|caption|section|figure|figcaption|summary|dt|dd|div)\b[^>]*>/g, '\n')
    .replace(/<[^>]*>/g, '');
  const filled = text.split('\n').map((line) => line.replace(/\s+/g, ' ').replace(/ \| $/, '').trim());
  return `${filled.filter((line) => line !== '').join('\n')}\n`;
};

/** One block of each kind, whose every byte is stored as well: the others are made of the same parts. */
const kinds = [
  ...['home-scorecard', 'home-notes', 'measure-trend', 'weekly-trend', 'measure-lines'],
  ...['decisions', 'score-sheet', 'team-lines', 'drift-summary', 'trust-line', 'changes-table', 'quarantine'],
  'reviewing-year',
];

describe('each block', async () => {
  const render = await rendererFor();
  const subjects: Readonly<Record<string, string>> = {
    'procedure-page': 'gateway',
    'team-mine': 'team-cla-e1',
    'team-lines': 'team-cla-e1',
  };
  const subjectOf = (name: string) => subjects[name] ?? (name.startsWith('measure-') ? 'T3' : undefined);
  const drawn = (name: string) => render(name, subjectOf(name));

  it.each([...blockRegister.keys()])('%s says what is stored', async (name) => {
    await expect(saidBy(drawn(name))).toMatchFileSnapshot(`snapshots/${name}.txt`);
  });

  it.each(kinds)('%s is drawn as stored, byte for byte', async (name) => {
    await expect(lines(drawn(name))).toMatchFileSnapshot(`snapshots/${name}.html`);
  });

  it('is refused when nobody has registered it', () => {
    expect(() => render('no-such-block', undefined)).toThrow(/no-such-block/);
  });
});

describe('what most needs a decision', async () => {
  const render = await rendererFor();
  const text = render('decisions', undefined);

  it('is five lines, Red before Amber, what grows worse first', () => {
    const order = [...text.matchAll(/<li class="decision decision-(\w+)/g)].map(([, word]) => word);
    expect(order).toHaveLength(5);
    expect(order).toEqual([...order].sort().reverse());
    expect(text.indexOf('worsening')).toBeLessThan(text.indexOf('no significant change'));
  });

  it('says of each how many, how long, whether it moves, who answers and what is being done', () => {
    for (const item of text.split('<li ').slice(1)) {
      const said = words(item);
      expect(said).toMatch(/\d+ of \d+ |\d+ (children|cases)/);
      expect(said).toMatch(/(Red|Amber) (at all \d+ month-ends|since|now)/);
      expect(said).toMatch(/worsening|improving|no significant change|direction: /);
      expect(said).toMatch(/(Head|Service|Team)[\w’' ]* ?: (no action recorded|.*by \d+ \w+ 2026)/);
    }
    expect(words(text)).toContain(
      'Head of Adoption : Family finding goes national for both sibling groups, by',
    );
    expect(words(text)).toContain('(overdue by 12 days)');
  });

  it('puts every further line behind a line of words', () => {
    expect(render('further-concerns', undefined)).toMatch(
      /^<details class="further"><summary>The other \d+ lines that are Red or Amber or grow worse<\/summary>/,
    );
  });
});

describe('lines that concern the same children', async () => {
  const edition = fixtureEdition();
  const folder = mkdtempSync(join(tmpdir(), 'blocks-'));
  folders.push(folder);
  const twin = (value: (typeof edition.values)[number]) => ({ ...value, measure_id: 'T99' });
  const own = edition.values.filter(({ measure_id }) => measure_id === 'T2');
  const measures = edition.measures.flatMap((measure) =>
    measure.measure_id === 'T2' ? [measure, { ...measure, measure_id: 'T99' }] : [measure],
  );
  const read = await readEdition(
    await writeFixture({ ...edition, measures, values: [...edition.values, ...own.map(twin)] }, folder),
  );
  const headings = (markup: string) =>
    [...markup.matchAll(/<h3><a href="\/measures\/(\w+)"/g)].map(([, measure]) => measure);
  const [drift] = read.outlook.drift;
  const [first] = read.tracking.lines;
  if (drift === undefined || first === undefined) throw new Error('The invented edition tells of no drift.');
  const listed = { ...first, line_id: 'X1', family: 'Z' as const, measure_id: 'T3', measure_line: 'main' };
  const driftOf = (children: number) =>
    blockRenderer({
      ...read,
      outlook: { ...read.outlook, drift: [{ ...drift, children, looked_after: 1044, lines: ['X1'] }] },
      tracking: { ...read.tracking, lines: [listed] },
    })('decisions', undefined);

  it('are one decision where every count of every month-end and group is equal, and the other is named in it', () => {
    const text = blockRenderer(read)('decisions', undefined);
    const [decided, ...others] = headings(text).filter((id) => id === 't2' || id === 't99');
    expect(others).toEqual([]);
    const named = decided === 't2' ? 'T99' : 'T2';
    expect(words(text)).toContain(`The same children: ${named} `);
    // Nothing is lost: the line stands in the table of all of them.
    expect(blockRenderer(read)('further-concerns', undefined)).toContain(`/measures/${named.toLowerCase()}`);
  });

  it('are two where one count of one group differs', async () => {
    const apart = own.findIndex(
      ({ breakdown, statistic, numerator }) =>
        breakdown === 'team' && statistic === 'percentage' && (numerator ?? 0) > 1,
    );
    const others = own.map((value) => {
      const isIt = (['breakdown', 'group', 'as_at_date'] as const).every(
        (key) => value[key] === own[apart]?.[key],
      );
      return isIt ? { ...twin(value), numerator: 1, value: 1 } : twin(value);
    });
    const target = mkdtempSync(join(tmpdir(), 'blocks-'));
    folders.push(target);
    const other = await readEdition(
      await writeFixture({ ...edition, measures, values: [...edition.values, ...others] }, target),
    );
    expect(headings(blockRenderer(other)('decisions', undefined))).toEqual(
      expect.arrayContaining(['t2', 't99']),
    );
  });

  it('are one decision where the procedure counts the one among the lists of the other', () => {
    const text = driftOf(126);
    expect(headings(text)).toContain('b27');
    expect(headings(text)).not.toContain('t3');
    expect(words(text)).toMatch(/B27 .*Counted in it: T3 .* \(26, .*worsening ?\)/);
    // What is done about the part stands beside the whole.
    expect(words(text)).toMatch(/T3, Head of Adoption : Family finding .*overdue by 12 days/);
    expect(new Set(headings(text)).size).toBe(5);
  });

  it('are one decision, that of the whole, where the one list that has children has all of them', async () => {
    const whole = measures.find(({ measure_id }) => measure_id === 'B27');
    const target = mkdtempSync(join(tmpdir(), 'blocks-'));
    folders.push(target);
    const values = edition.values.flatMap((value) =>
      value.measure_id === 'B27' ? [value, { ...value, measure_id: 'T98' }] : [value],
    );
    const twins = [...edition.measures, ...(whole === undefined ? [] : [{ ...whole, measure_id: 'T98' }])];
    const other = await readEdition(await writeFixture({ ...edition, measures: twins, values }, target));
    const outlook = {
      ...other.outlook,
      drift: [{ ...drift, children: 126, looked_after: 1044, lines: ['X1'] }],
    };
    const tracking = { ...other.tracking, lines: [{ ...listed, measure_id: 'T98' }] };
    const text = blockRenderer({ ...other, outlook, tracking })('decisions', undefined);
    expect(headings(text).filter((id) => id === 'b27' || id === 't98')).toEqual(['b27']);
    expect(words(text)).toContain('Counted in it: T98 ');
  });

  it('are none of a tracker that the procedure does not have', () => {
    const without = (lines: typeof read.tracking.lines) =>
      headings(blockRenderer({ ...read, tracking: { ...read.tracking, lines } })('decisions', undefined));
    const ofTracker = (found: (string | undefined)[]) => found.filter((id) => /^t\d/.test(id ?? ''));
    const own = read.tracking.lines.filter(({ measure_id }) => measure_id === null);
    expect(own.length).toBeGreaterThan(3);
    expect(ofTracker(without(own))).toEqual([]);
    expect(without(own)).toContain('b27');
    // Where one of its lines is of the procedure, or no line is known, all of them count.
    expect(ofTracker(without(read.tracking.lines)).length).toBeGreaterThan(0);
    expect(without([])).toEqual(without(read.tracking.lines));
  });

  it('are told of their limits week by week, and no week is left out', () => {
    const deadlines = read.outlook.deadlines.filter(({ week }) => week !== 2);
    expect(deadlines.length).toBeGreaterThan(0);
    const text = blockRenderer({ ...read, outlook: { ...read.outlook, deadlines } })(
      'deadlines-due',
      undefined,
    );
    for (const part of ['in the next 4 weeks', 'Week 1', 'Week 2', 'to 14 Jul', 'Week 3', 'Week 4'])
      expect(words(text)).toContain(part);
    const [one] = deadlines;
    const further = one === undefined ? [] : [...deadlines, { ...one, week: 6 }];
    const more = blockRenderer({ ...read, outlook: { ...read.outlook, deadlines: further } });
    expect(words(more('deadlines-due', undefined))).toContain('Week 6');
  });

  it('are two where the headline of drift does not count what the line counts', () => {
    expect(headings(driftOf(131))).toEqual(expect.arrayContaining(['b27', 't3']));
  });
});

describe('a source that cannot feed a measure', async () => {
  const render = await rendererFor({ notAvailable: ['T1', 'T9'], proxies: ['T5'] });

  it('is not shown as zero', () => {
    const text = words(render('countywide-tracker', undefined));
    expect(text).toContain('not available from this source');
    expect(text).toContain('stand-in (proxy)');
    expect(words(render('weekly-teams', undefined))).toContain('–');
  });

  it('is named on the measure’s page with the reason', () => {
    expect(words(render('measure-availability', 'T1'))).toContain(
      'not available from this source . The files hold no plans for permanence.',
    );
    expect(words(render('measure-availability', 'T5'))).toContain(
      'stand-in (proxy) . The placement type stands in for the plan',
    );
    expect(words(render('measure-trend', 'T1'))).toContain('not available from this source');
    expect(words(render('trust-line', undefined))).toContain('; not available: T1, T9; by a stand-in: T5;');
  });
});

describe('an as-at date within a month', () => {
  it('marks the flows of that month as incomplete', async () => {
    const text = words((await rendererFor({ asAt: '2026-06-17' }))('children-headline', undefined));
    expect(text).toContain('June 2026 so far (incomplete)');
  });
});

describe('several authorities', () => {
  it('get a section each', async () => {
    const text = (await rendererFor({ authorities: ['hertfordshire', 'warrington'] }))(
      'countywide-tracker',
      undefined,
    );
    expect(text).toContain('<h3>Hertfordshire</h3>');
    expect(text).toContain('<h3>Warrington</h3>');
  });
});

describe('a measure that counts something else than children', async () => {
  const render = await rendererFor();

  it.each([
    ['B3', /\(\d+ cases\)/],
    ['B54', /\d+ meetings/],
    ['B56', /\d+ households/],
  ])('%s says what it counts in its sentence', (id, noun) => {
    const text = words(render('measure-standing', id));
    expect(text).toMatch(noun);
    expect(text).not.toMatch(/child/);
  });

  it.each([
    ['B47', 'Reviews'],
    ['B53', 'Families'],
    ['B57', 'Places'],
    ['T13', 'Children'],
    ['B54', 'Number'],
  ])('%s heads its column of counts so', (id, heading) => {
    expect(render('measure-lines', id)).toContain(`<th scope="col" class="number lead">${heading}</th>`);
  });

  it('leads to a list of what it counts', () => {
    expect(words(render('measure-worklist', 'B47'))).toContain('lists the reviews behind this figure');
  });
});

describe('a thematic report', async () => {
  const render = await rendererFor();

  it('shows four quarters and the year of each measure and sub-line', () => {
    const text = words(render('reviewing-year', undefined));
    for (const day of ['30 Sep 2025', '31 Dec 2025', '31 Mar 2026', '30 Jun 2026'])
      expect(text).toContain(`Quarter to ${day}`);
    expect(text).toContain('12 months to 30 Jun 2026');
    expect(text).toContain('B47 Reviews held on time');
    expect(text).toContain('first reviews, within 20 working days');
    expect(text).toContain('B50: as at the end of each quarter.');
    expect(text).toContain('B48: from 1 April to the end of each quarter.');
  });

  it('ends with the last quarter that is over', async () => {
    const text = words((await rendererFor({ asAt: '2026-06-17' }))('conferences-year', undefined));
    expect(text).toContain('Quarter to 31 Mar 2026');
    expect(text).not.toContain('30 Jun 2026');
  });

  it('gives definition, standing, lines and chart of each measure', () => {
    const text = render('conferences-measures', undefined);
    expect(text.match(/<section>/g)).toHaveLength(2);
    expect(text.match(/class="standing /g)).toHaveLength(2);
    expect(text).toMatch(/<figure class="chart/);
  });
});

describe('the reconciliation with the Panel’s papers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'blocks-'));
  folders.push(folder);
  await writeFixture(fixtureEdition(), folder);
  writeFileSync(join(folder, 'data', 'reconciliation.json'), JSON.stringify(fixtureReconciliation));
  const render = blockRenderer(await readEdition(folder));

  it('counts the verdicts and says what each means', () => {
    expect(words(render('reconciliation-summary', undefined))).toMatch(
      /hidden the Panel does not print it.* Corporate Parenting Panel 30 June 2026, panel-public-2026-06-30-0a1b2c3d 6 1 1 1 1 1 1/,
    );
  });

  it('sets every figure beside the Board’s own, with verdict and reason', async () => {
    const text = render('reconciliation-figures', undefined);
    expect(words(text)).toMatch(/B46 Came back .* 3 \[c\] hidden Hidden to protect children\./);
    expect(words(text)).toMatch(
      /B3 Court cases that ended mean time, quarter to 30 Jun 2026 245 250 differently defined/,
    );
    expect(text).toContain('<a href="/measures/b3">');
    expect(text).not.toContain('/measures/x1');
    await expect(saidBy(text)).toMatchFileSnapshot('snapshots/reconciliation-figures-of-all-verdicts.txt');
  });

  it('says so where no Panel paper was made', async () => {
    expect(words((await rendererFor())('reconciliation-summary', undefined))).toContain(
      'No Panel paper was made',
    );
  });

  it('is refused in another form', async () => {
    writeFileSync(join(folder, 'data', 'reconciliation.json'), '{"audiences":[{}]}');
    await expect(readEdition(folder)).rejects.toThrow(/reconciliation\.json/);
  });
});

describe('a measure whose main figure is not available', async () => {
  const edition = fixtureEdition();
  const folder = mkdtempSync(join(tmpdir(), 'blocks-'));
  folders.push(folder);
  const values = edition.values.filter(({ measure_id, line }) => measure_id !== 'T7' || line !== 'main');
  const measures = edition.measures.map((measure) =>
    measure.measure_id !== 'T7'
      ? measure
      : {
          ...measure,
          availability: measure.availability.map((entry) =>
            entry.line === 'main'
              ? { ...entry, state: 'not available' as const, reason: 'No source.' }
              : entry,
          ),
        },
  );
  const render = blockRenderer(
    await readEdition(await writeFixture({ ...edition, values, measures }, folder)),
  );

  it('is no concern of the first screen and not available on the scorecard, whatever a part of it shows', () => {
    expect(saidBy(render('score-sheet', undefined))).toMatch(/T7 [^|]*\| not available/);
    expect(render('decisions', undefined)).not.toContain('/measures/t7');
    expect(render('further-concerns', undefined)).not.toContain('/measures/t7');
  });

  it('is not available at the head of its page; the part stands below under its own name', () => {
    const head = words(render('measure-standing', 'T7'));
    expect(head).toContain('Not available');
    expect(head).not.toMatch(/Red|Amber|Green/);
    expect(words(render('measure-lines', 'T7'))).toMatch(/and not yet matched.*Red/);
    expect(words(render('measure-breakdowns', 'T7'))).toContain('No breakdown');
  });
});

describe('the first screen', async () => {
  const render = await rendererFor();

  it('says how many children drift, of how many, and how long the longest has waited', () => {
    expect(words(render('drift-summary', undefined))).toMatch(
      /131 of 999 children in care \(13%\) .*14 since .* 9 since .* 1,034 days/,
    );
  });

  it('names the accountable role of what is overdue, and leaves out what is not', () => {
    const text = words(render('overdue-now', undefined));
    expect(text).toMatch(/Referral to the Head of Service .* 4 .* Service Manager/);
    expect(text).not.toContain('Alert to the reviewing officer');
    expect(text).toContain('(overdue by 12 days) Head of Adoption');
  });

  it('gives its verdict in one sentence', () => {
    const said = words(render('verdict', undefined)).trim();
    expect(said).toMatch(
      /^On 30 June 2026, \d+ of \d+ rated lines are Red and \d+ grows? worse by more than chance(?: \(.*\))?; 131 of 999 children in care \(13%\) are drifting ?, 14 of them new since .*\.$/,
    );
    expect(said.match(/\. /g)).toBeNull();
  });

  it('says what turned Red, got better or is new since the sealed edition, and where a rule has changed', () => {
    const text = saidBy(render('since-before', undefined));
    expect(text).toContain('the sealed edition of 30 May 2026');
    expect(text).toMatch(/Turned Red:\n\[\/measures\//);
    expect(text).toMatch(/Got better:\n\[\/measures\//);
    const [since = '', teams = ''] = text.split('Teams that stand out:');
    const named = [...since.matchAll(/\[(\/measures\/\w+)\]/g)].map(([, path]) => path);
    expect(new Set(named).size).toBe(named.length);
    expect(teams).toMatch(
      /^\n\[\/teams\/team-[^\]]*\] [^:]*: \[\/measures\/\w+\] \w+ .* \(\d+%, the rest \d+%\)/,
    );
  });

  it('says how the authority stands beside others, and once that nothing is published for what is decided', () => {
    const [, beside = ''] = saidBy(render('since-before', undefined)).split('Beside other authorities:');
    expect(beside).toMatch(/(worst|best) 25% on \[\/measures\/\w+\] .* \([\d.]+%?, England [\d.]+%?\)/);
    expect(beside.match(/nothing is published for/g)).toHaveLength(1);
    expect(render('decisions', undefined)).not.toContain('nothing is published');
  });

  it('trusts no further than the files go: first what is not known of how many', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'blocks-'));
    folders.push(folder);
    const edition = await readEdition(await writeFixture(fixtureEdition(), folder));
    const [authority = { authority: '' }] = edition.manifest.authorities;
    const measures = edition.measures.map((measure, index) => ({
      ...measure,
      availability: measure.availability.map((each) =>
        each.authority === authority.authority && index === 2
          ? { ...each, population: 1000, start_unknown: 293, contradicted: 23 }
          : each,
      ),
    }));
    const checks = edition.assurance.checks.map((check) => ({ ...check, result: 'pass' as const }));
    const assurance = { ...edition.assurance, checks };
    const said = words(blockRenderer({ ...edition, measures, assurance })('trust-line', undefined));
    expect(said).toMatch(
      /^ How far to trust this: start unknown for 293 of 1,000 , who .*; records of 23 of 1,000 contradict each other; 28 of 31 rating rules proposed, not agreed ;/,
    );
    expect(said).toContain('4 of 4 checks passed');
  });
});

describe('the scorecard on a page', async () => {
  const render = await rendererFor();
  const rows = saidBy(render('score-sheet', undefined)).split('\n');
  const rowOf = (id: string) => rows.find((row) => row.startsWith(`[/measures/${id}]`)) ?? '';

  it('is one landscape sheet with a row for each measure', () => {
    // The theme makes a page that holds a sheet a landscape one.
    expect(render('score-sheet', undefined)).toContain('<div class="sheet">');
    const named = rows.flatMap((row) => /^\[\/measures\/(\w+)\]/.exec(row)?.[1] ?? []);
    expect(new Set(named).size).toBe(named.length);
    expect(named).toHaveLength(32);
  });

  it('has value, target, rating, direction and marks in words, England and neighbours', () => {
    expect(rowOf('t3')).toMatch(
      /\d+ \(\d+%\) \| nobody † \| Red – worse than floor \| .* \| (special cause: worse|common cause)/,
    );
    expect(rowOf('b19')).toMatch(/ \| \d+% \| 10% \| \[picture: B19/);
    expect(rows.join('\n')).toMatch(/\| (hit or miss|passes|fails) \|/);
  });

  it('says so where there is no target, no benchmark and nothing to judge', () => {
    expect(rowOf('b7')).toMatch(/^\[\/measures\/b7\] B7 [^|]*\| [\d,]+ \| – \| \[picture/);
    expect(rowOf('t3')).toMatch(/ \| – \| – \| \[picture/);
  });
});

describe('what pages must bear', () => {
  const renderOf = async (change: (edition: ReturnType<typeof fixtureEdition>) => object, lists = {}) => {
    const folder = mkdtempSync(join(tmpdir(), 'blocks-'));
    folders.push(folder);
    const edition = { ...fixtureEdition(), ...change(fixtureEdition()) };
    return blockRenderer(
      await readEdition(await writeFixture(edition, folder, { ...fixtureLists(edition), ...lists })),
    );
  };

  it('sixty groups that differ: six are named, those that are worse first, and the rest stands behind a line', async () => {
    const { charts } = fixtureLists(fixtureEdition());
    const key = {
      ...{ authority: 'hertfordshire', measure_id: 'T3', line: 'main' },
      period: 'as_at' as const,
    };
    const outliers = Array.from({ length: 60 }, (_, index) => ({
      ...{ ...key, breakdown: 'team', group: `G${index}`, beyond: 'action' as const },
      side: index % 2 === 0 ? ('lower' as const) : ('higher' as const),
    }));
    const text = (await renderOf(() => ({}), { charts: { ...charts, outliers } }))(
      'measure-breakdowns',
      'T3',
    );
    const [first = ''] = text.split('<details');
    expect(first.match(/<tr>/g)).toHaveLength(1 + 6);
    expect(first).not.toContain('better');
    expect(text).toContain('<summary>54 more that differ from the rest</summary>');
  });

  it('one month of figures: a value and no trend', async () => {
    const render = await renderOf(
      ({ values }) => ({
        values: values.filter(({ as_at_date }) => as_at_date === '2026-06-30'),
      }),
      { charts: emptyLists.charts },
    );
    expect(words(render('measure-trend', 'T3'))).toContain('No trend');
    expect(words(render('measure-standing', 'T3'))).toMatch(/Red .* \d+ of \d+ children/);
    expect(words(render('decisions', undefined))).toContain('Red at the one month-end on record');
  });

  it('a measure without a target: counted, and in no decision', async () => {
    const render = await renderOf(({ measures }) => ({
      measures: measures.map((each) => (each.measure_id === 'T3' ? { ...each, targets: [] } : each)),
    }));
    const [, counted = ''] = saidBy(render('score-sheet', undefined)).split('Counted, not rated');
    expect(counted).toContain('[/measures/t3]');
  });
});

describe('a team’s page', async () => {
  const render = await rendererFor();
  const text = saidBy(render('team-lines', 'team-cla-e1'));

  it('shows every line as the team sees it, against the rest, with its year: where it differs first', () => {
    const rows = text.split('\n').filter((row) => row.startsWith('[/measures/'));
    expect(rows[0]).toMatch(/^\[\/measures\/t3\].*much higher – worse/);
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) expect(row).toMatch(/\[picture: \w+, this team, \d+ month-ends/);
  });

  it('compares shares with those of everybody else', () => {
    const whole = /(\d+) of (\d+) children on a placement order/.exec(
      words(render('measure-standing', 'T3')),
    );
    const row = text.split('\n').find((each) => each.startsWith('[/measures/t3]')) ?? '';
    const [, own, of] = /\| (\d+) · of (\d+) \|/.exec(row) ?? [];
    const rest = Math.round((100 * (Number(whole?.[1]) - Number(own))) / (Number(whole?.[2]) - Number(of)));
    expect(row).toContain(`| ${rest}% |`);
  });

  it('says what is the team’s own, and where the children are listed', () => {
    const mine = words(render('team-mine', 'team-cla-e1'));
    expect(mine).toMatch(/Children in care \d+ with this team/);
    expect(mine).toContain('Worse than the rest T3 On a placement order');
    expect(mine).toContain('the Monday pack of the team');
  });
});

describe('figures of every unit', async () => {
  const render = await rendererFor();

  it('carry their unit', () => {
    expect(words(render('adoption-scorecard', undefined))).toMatch(
      /B30 .*\d+ days .*months.*mean time, \d+ children/,
    );
    expect(words(render('children-scorecard', undefined))).toMatch(/B8 .*\d+\.\d per 10,000/);
    expect(words(render('measure-standing', 'B26'))).toMatch(/\d+ days \(.*\), median time \(\d+ children\)/);
  });

  it('name an old national threshold as what it is', () => {
    expect(words(render('adoption-notes', undefined))).toMatch(/426 days: .*2013-16, not a current target/);
  });
});

describe('comparison with others', async () => {
  const render = await rendererFor();

  it('shows quartile and year, the publisher’s symbol, and nothing that is not like for like', () => {
    const text = words(render('measure-benchmarks', 'B21'));
    expect(text).toContain('Quartile A (best 25%) – year to March 2025');
    expect(text).toContain('c (suppressed)');
    expect(text).toContain('30 of 150');
    const drawn = render('measure-benchmarks', 'B21');
    expect(drawn.match(/<circle class="strip-/g)).toHaveLength(30);
    expect(drawn).toContain('<title>Oxfordshire: 60%</title>');
    expect(drawn).toMatch(/class="strip-england"[^>]*><title>England: 69%/);
    expect(drawn).toMatch(/class="strip-ours"[^>]*><title>Hertfordshire: 73%/);
    expect(words(render('measure-benchmarks', 'B28'))).toContain(
      'No like-for-like figure. The national count is rounded.',
    );
    expect(words(render('measure-benchmarks', 'T3'))).toContain('No like-for-like figure.');
  });
});

describe('a rule that changed within the months shown', () => {
  it('is announced beside the figure, and both rules are listed', async () => {
    const render = await rendererFor();
    expect(words(render('measure-standing', 'T2'))).toContain(
      'Rule changed. Since 1 April 2025 the rating rule is another',
    );
    expect(words(render('measure-standing', 'T3'))).not.toContain('Rule changed');
    const rules = words(render('measure-rules', 'T2'));
    expect(rules).toContain('up to 5%');
    expect(rules).toMatch(/1 January 2020 to 1 April 2025 ended/);
  });
});

describe('an edition whose lists are empty', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'blocks-'));
  folders.push(folder);
  const render = blockRenderer(await readEdition(await writeFixture(fixtureEdition(), folder, emptyLists)));

  it.each([
    ['drift-summary', 'Not available'],
    ['deadlines-due', 'time limit that can be looked for falls due'],
    ['changes-before', 'Nothing is compared'],
    ['changes-table', 'No movement is split'],
    ['changes-largest', 'There is nothing to compare with'],
    ['actions-list', 'No action is on record'],
    ['commentary-wanted', 'No line is Red'],
    ['waivers', 'Nothing was waived'],
  ])('%s says so', (name, said) => {
    expect(words(render(name, undefined))).toContain(said);
  });

  it('says why there is no chart', () => {
    expect(words(render('measure-trend', 'T3'))).toContain(
      'No control chart: the files hold no monthly figures',
    );
    expect(words(render('measure-trend', 'B26'))).toContain('straight line through the quarters');
  });
});

it('a marker is filled whatever its page is called', () => {
  const text = `<p></p>${blockMarker('procedure-page', 'long-term-match')}${blockMarker('procedure-lines', undefined)}`;
  expect(fillMarkers(text, (name, subject) => `[${name} ${subject}]`)).toBe(
    '<p></p>[procedure-page long-term-match][procedure-lines undefined]',
  );
});

describe('a page of a procedure', async () => {
  const render = await rendererFor();
  const said = words(render('procedure-page', 'gateway'));

  it('says the limit of each line, what is in time, late and overdue, and who answers', () => {
    expect(said).toMatch(
      /W17 First permanence planning meeting within 10 working days 82% 41 of 50 due 3 6 12/,
    );
    expect(said).toContain('Team manager goes to Permanence tracker');
    expect(said).toMatch(/W36 Agreed, not yet issued within 10 working days 2 of 9/);
    expect(said).toContain('W77 Permanence tracker sits the tracker sits every month 92% 11 of 12 due');
  });

  it('says what would bring a line that cannot be fed, and never nought', () => {
    expect(said).toMatch(
      /W1 Discussion before the gateway before: legal gateway Would come with local_milestones \(mile:PRE_GATEWAY\) not available from this source/,
    );
  });

  it('says once what a proposed limit is, and does not rate by it', () => {
    expect(said.match(/The document gives no number here/g)).toHaveLength(1);
    expect(said).toMatch(/within 2 working days † .*Not rated: limit not adopted/);
  });

  it('shows a step of a pathway by its week', () => {
    expect(said).toMatch(/Step Week In time Late Overdue Not yet due Rating W142 .* by week 3.* 3 41 3 6 12/);
  });

  it('lists what cannot be measured with the reason, on the page of every line', () => {
    expect(words(render('procedure-lines', undefined))).toMatch(
      /6 of 7 lines can be fed.*Not measured.*Writing style It needs a judgement\./,
    );
    expect(words(render('case-colours', undefined))).toMatch(
      /Of 9 cases with both, .* give 6 the same colour/,
    );
  });

  it('is absent from an edition of before there were any', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'blocks-'));
    folders.push(folder);
    await writeFixture(fixtureEdition(), folder, emptyLists);
    for (const file of ['pages', 'tracking']) rmSync(join(folder, 'data', `${file}.json`));
    const old = await readEdition(folder);
    expect(old.pages).toEqual([]);
    expect(words(blockRenderer(old)('procedure-lines', undefined))).toContain('no line of the procedure');
  });
});
