import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { periods, statistics } from '../../../pipeline/edition/key-format.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { TrackerError } from '../../../sources/error.ts';
import {
  backingOfLimit,
  backingOfTarget,
  isAgreed,
  loadRules,
  type RuleOwner,
} from '../../../sources/rules/rules.ts';
import { rulePeriods, ruleStatistics } from '../../../sources/rules/vocabulary.ts';

const base = repositoryFile('sources/rules');
const owner: RuleOwner = { authority: 'smalltown', procedure: 'hertfordshire', rules: null };

/** A copy of the product's rules that a test may spoil. */
function rulesCopy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-rules-'));
  for (const name of readdirSync(base).filter((name) => name.endsWith('.csv')))
    cpSync(join(base, name), join(folder, name));
  return folder;
}

/** Adds a line to a file and returns its number. */
function add(folder: string, name: string, line: string): number {
  const file = join(folder, name);
  appendFileSync(file, `${line}\n`);
  return readFileSync(file, 'utf8').trimEnd().split('\n').length;
}

function complaint(folder: string, rules: string | null = null): TrackerError {
  try {
    loadRules(folder, { ...owner, rules });
  } catch (error) {
    if (error instanceof TrackerError) return error;
    throw error;
  }
  throw new Error('the rules were accepted');
}

function ownRules(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-own-'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  return folder;
}

const limitsHeader =
  'authority,measure_id,limit_key,meaning,n,unit,effective_from,effective_to,source,approved_by_role,approved_on\n';
const targetsHeader =
  'authority,measure_id,line,family,statistic,polarity,target,floor,tolerance,red_if_line,minimum_denominator,basis,effective_from,effective_to,source,approved_by_role,approved_on\n';

describe('rules of the product', () => {
  it('are consistent for every procedure', () => {
    for (const procedure of ['hertfordshire', 'warrington', 'cumbria', 'hillingdon', 'unnamed']) {
      const book = loadRules(base, { ...owner, procedure });
      expect(book.limits.every((limit) => limit.authority === 'smalltown')).toBe(true);
      expect(book.settings.month_ends).toBe(36);
    }
  });

  it('know the periods and statistics of the edition format', () => {
    expect([...rulePeriods]).toEqual([...periods]);
    expect([...ruleStatistics]).toEqual([...statistics]);
  });

  it('are proposed, not agreed, until an authority approves them', () => {
    expect(loadRules(base, owner).targets.some(isAgreed)).toBe(false);
  });

  it('of the authority’s own published procedure count as agreed, of the law as statutory, of another authority as proposals', () => {
    const backing = (procedure: string, measure: string, key: string) => {
      const book = loadRules(base, { ...owner, procedure });
      const limit = book.limits.find(
        (row) => row.measure_id === measure && row.limit_key === key && row.effective_to === null,
      );
      return limit === undefined ? null : backingOfLimit(limit, procedure);
    };
    expect(backing('hertfordshire', 'T3', 'standing')).toBe('own procedure');
    expect(backing('hertfordshire', 'T13', 'second_review')).toBe('own procedure');
    expect(backing('warrington', 'T13', 'second_review')).toBe('own procedure');
    expect(backing('warrington', 'T3', 'standing')).toBe('proposed');
    expect(backing('hertfordshire', 'B47', 'first_review')).toBe('statutory');
    expect(backing('hertfordshire', 'B19', 'window')).toBe('national');
    expect(backing('hertfordshire', 'T2', 'long_standing')).toBe('proposed');
  });

  it('leave targets of the product’s own proposed, also where the time limit is the law’s', () => {
    const { targets } = loadRules(base, owner);
    const of = (measure: string) => targets.find((row) => row.measure_id === measure && row.line === 'main');
    const backing = (measure: string) => backingOfTarget(of(measure) as (typeof targets)[number]);
    expect([backing('B47'), backing('T3'), backing('B21')]).toEqual(['proposed', 'proposed', 'national']);
  });

  it('have the same version wherever they lie, and another one when a row changes', () => {
    const copy = rulesCopy();
    const before = loadRules(copy, owner).version;
    expect(before).toBe(loadRules(base, owner).version);
    add(copy, 'bank_holidays.csv', '2099-12-25,Christmas Day,a test');
    expect(loadRules(copy, owner).version).not.toBe(before);
  });
});

describe('rules of an authority over those of its procedure over those for everyone', () => {
  const own = ownRules(
    'limits.csv',
    `${limitsHeader}*,T2,standing,Ours,4,months,2024-01-01,2025-01-01,Our policy,Head of Service,2023-12-01\n`,
  );

  it('the nearer row takes its days, and only these, from the one further away', () => {
    const limits = loadRules(base, { ...owner, rules: own }).limits.filter(
      (row) => row.measure_id === 'T2' && row.limit_key === 'standing',
    );
    const spans = limits.map((row) => [row.n, row.effective_from, row.effective_to, isAgreed(row)]);
    expect(spans).toEqual([
      [6, '2000-01-01', '2024-01-01', false],
      [4, '2024-01-01', '2025-01-01', true],
      [6, '2025-01-01', null, false],
    ]);
  });

  it('a procedure outranks everyone', () => {
    const folder = rulesCopy();
    add(folder, 'limits.csv', 'hertfordshire,T3,standing,Procedure,9,months,2020-01-01,,a source,,');
    const limits = loadRules(folder, owner).limits.filter(
      (row) => row.measure_id === 'T3' && row.limit_key === 'standing',
    );
    expect(limits.map((row) => [row.n, row.effective_from, row.effective_to])).toEqual([
      [12, '2000-01-01', '2020-01-01'],
      [9, '2020-01-01', null],
    ]);
    add(folder, 'limits.csv', 'smalltown,T3,standing,Authority,8,months,2021-01-01,,a source,,');
    const nearer = loadRules(folder, owner).limits.filter(
      (row) => row.measure_id === 'T3' && row.limit_key === 'standing',
    );
    expect(nearer.map((row) => row.n)).toEqual([12, 9, 8]);
  });

  it('own rows for somebody else stop the run', () => {
    const folder = ownRules(
      'limits.csv',
      `${limitsHeader}othertown,T2,standing,x,4,months,2024-01-01,,x,,\n`,
    );
    const error = complaint(base, folder);
    expect(error.code).toBe('rule_for_another_authority');
    expect(error.message).toContain(`${join(folder, 'limits.csv')}:2:`);
  });

  it('own rows for a limit or setting that nobody reads stop the run', () => {
    const limits = ownRules('limits.csv', `${limitsHeader}*,T2,standng,x,4,months,2024-01-01,,x,,\n`);
    expect(complaint(base, limits).code).toBe('rule_unknown_limit');
    const settings = ownRules('settings.csv', 'key,value,meaning,source\nmonth_end,12,x,x\n');
    expect(complaint(base, settings).code).toBe('rule_unknown_setting');
  });
});

/** Each fault as a line added to a file of the product's rules, and the code it is refused with. */
const faults: readonly (readonly [what: string, file: string, line: string, code: string])[] = [
  [
    'unknown measure of a limit',
    'limits.csv',
    '*,T99,standing,x,4,months,2024-01-01,,x,,',
    'rule_unknown_measure',
  ],
  ['row without a source', 'limits.csv', '*,T2,other,x,4,months,2024-01-01,,,,', 'rule_without_source'],
  ['holiday without a source', 'bank_holidays.csv', '2030-01-01,New Year,', 'rule_without_source'],
  ['overlapping dates', 'limits.csv', '*,T2,standing,x,4,months,2024-01-01,,x,,', 'rule_dates_overlap'],
  [
    'overlapping dates of targets',
    'targets.csv',
    '*,T4,main,Z,percentage,Low,0,,10,,10,local,2024-01-01,,x,,',
    'rule_dates_overlap',
  ],
  [
    'end before start',
    'limits.csv',
    '*,T2,other,x,4,months,2024-01-01,2024-01-01,x,,',
    'rule_dates_reversed',
  ],
  ['unknown unit', 'limits.csv', '*,T2,other,x,4,fortnights,2024-01-01,,x,,', 'rule_field_invalid'],
  ['impossible date', 'limits.csv', '*,T2,other,x,4,months,2024-02-30,,x,,', 'rule_field_invalid'],
  ['no whole number', 'limits.csv', '*,T2,other,x,4.5,months,2024-01-01,,x,,', 'rule_field_invalid'],
  [
    'floor above target',
    'targets.csv',
    'warrington,T9,under_12,C,percentage,High,85,95,,,10,local,2024-01-01,,x,,',
    'rule_target_contradicts',
  ],
  [
    'floor below target of a drift list',
    'targets.csv',
    'warrington,T4,main,Z,percentage,Low,10,,5,,10,local,2024-01-01,,x,,',
    'rule_target_contradicts',
  ],
  [
    'target of a context measure',
    'targets.csv',
    'warrington,B7,main,X,percentage,,1,1,,,10,local,2024-01-01,,x,,',
    'rule_target_contradicts',
  ],
  [
    'rating of a median that the line has not',
    'targets.csv',
    '*,B7,main,X,median_days,,,,,,10,local,1990-01-01,1990-02-01,x,,',
    'rule_median_missing',
  ],
  [
    'target without a floor',
    'targets.csv',
    'warrington,T4,main,Z,percentage,Low,10,,,,10,local,2024-01-01,,x,,',
    'rule_target_contradicts',
  ],
  [
    'unknown family',
    'targets.csv',
    'warrington,T4,main,Q,percentage,Low,10,,10,,10,local,2024-01-01,,x,,',
    'rule_field_invalid',
  ],
  [
    'unknown line of a target',
    'targets.csv',
    'warrington,T4,mane,Z,percentage,Low,0,,10,,10,local,2024-01-01,,x,,',
    'rule_unknown_line',
  ],
  [
    'half approved',
    'targets.csv',
    'warrington,T4,main,Z,percentage,Low,0,,10,,10,local,2024-01-01,,x,Director,',
    'rule_half_approved',
  ],
  ['setting twice', 'settings.csv', 'weeks,12,x,x', 'rule_twice'],
  ['line twice', 'lines.csv', 'T2,main,1,x,x,Y,,,N,care_period,,', 'rule_twice'],
  ['line of no measure', 'lines.csv', 'T99,main,1,x,x,Y,,,N,care_period,,', 'rule_unknown_measure'],
  [
    'line that needs an unknown input',
    'lines.csv',
    'T2,extra,9,x,x,Y,,,N,care_periods,,',
    'rule_field_invalid',
  ],
  [
    'line with an unknown reason',
    'lines.csv',
    'T2,extra,9,x,x,Y,,,N,care_period,,because',
    'rule_unknown_reason',
  ],
  [
    'measure without its main line',
    'measures.csv',
    'T98,n,p,children,d,e,w,s,Low,countywide,9,as_at,count,main,,,',
    'rule_unknown_line',
  ],
  [
    'case of an unknown limit',
    'cases.csv',
    'plan_standing,B7,main,care,,standing,at_least,,,',
    'rule_unknown_limit',
  ],
  ['line without a look-back', 'lines.csv', 'T3,another,9,x,,N,,,N,care_period,,', 'rule_look_back_missing'],
  [
    'look-back of an unknown line',
    'look_backs.csv',
    '*,T3,nowhere,12,N,2000-01-01,,x,,',
    'rule_unknown_line',
  ],
  ['look-backs that overlap', 'look_backs.csv', '*,T3,main,6,N,2024-01-01,,x,,', 'rule_dates_overlap'],
  ['group with two labels', 'groups.csv', '*,sex,X,M,Men,1,x', 'rule_group_contradicts'],
  ['age band that overlaps', 'age_bands.csv', 'x,0,3,x', 'rule_age_band_contradicts'],
  ['category twice', 'categories.csv', 'placement_type,A3,adoptive,x', 'rule_twice'],
  ['ragged row', 'limits.csv', '*,T2,other,x,4', 'rule_row_ragged'],
  ['broken quotes', 'limits.csv', '*,"T2', 'rule_file_unreadable'],
];

describe('a fault in the rules stops the run with file and line', () => {
  it.each(faults)('%s', (_, file, line, code) => {
    const folder = rulesCopy();
    const number = add(folder, file, line);
    const error = complaint(folder);
    expect(error.failure).toBe('usage');
    expect(error.message).toContain(join(folder, file));
    expect(error.message).toMatch(
      new RegExp(`${file}:${code === 'rule_file_unreadable' ? '\\d+' : number}:`),
    );
    expect([error.code, error.message]).toContain(code);
  });

  it('missing file, missing column, unknown column', () => {
    const folder = rulesCopy();
    writeFileSync(join(folder, 'settings.csv'), 'key,value,meaning\nweeks,12,x\n');
    expect(complaint(folder).code).toBe('rule_column_missing');
    writeFileSync(join(folder, 'settings.csv'), 'key,value,meaning,source,note\nweeks,12,x,x,x\n');
    expect(complaint(folder).code).toBe('rule_column_unknown');
    expect(complaint(mkdtempSync(join(tmpdir(), 'tracker-empty-'))).code).toBe('rule_file_missing');
  });

  it('names every fault, not only the first', () => {
    const folder = rulesCopy();
    add(folder, 'targets.csv', 'warrington,T4,mane,Z,percentage,Low,0,,10,,10,local,2024-01-01,,x,,');
    add(folder, 'limits.csv', '*,T99,standing,x,4,months,2024-01-01,,x,,');
    expect(complaint(folder).message.split('\n')).toHaveLength(3);
  });

  it('an approved target is agreed', () => {
    const own = ownRules(
      'targets.csv',
      `${targetsHeader}smalltown,T4,main,Z,percentage,Low,0,,5,,10,local,2024-01-01,,Board paper 7,Director,2024-02-01\n`,
    );
    const targets = loadRules(base, { ...owner, rules: own }).targets.filter(
      (row) => row.measure_id === 'T4',
    );
    expect(targets.map((row) => [row.tolerance, isAgreed(row)])).toEqual([
      [10, false],
      [5, true],
    ]);
  });
});
