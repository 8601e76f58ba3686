import { describe, expect, test } from 'vitest';
import * as codes from '../../../sources/contract/codes.ts';
import { immigrationStatus, loadAliases } from '../../../sources/reading/aliases.ts';
import { openCodes } from '../../../sources/rules/open-codes.ts';

const aliases = loadAliases(
  'test',
  null,
  openCodes({ authority: 'test', procedure: 'unnamed', rules: null }),
);

describe("the product's aliases", () => {
  test.each([
    ['C1: ICO', 'C1'],
    ['e1', 'E1'],
    ['E1: Placement order', 'E1'],
    ['Interim care order Sec. 38(1)', 'C1'],
    ['CLA - Interim Care Order (s38)', 'C1'],
    ['Care Order Sec. 31(a)', 'C2'],
    ['Full care order', 'C2'],
    ['C.O. Extended S40(5) CA', 'C2'],
    ['Wardship', 'C2'],
    ['Care Order Sec.31(a) & Placement Order (Sec. 21)', 'E1'],
    ['Full care order and placement order', 'E1'],
    ['Child freed for adoption', 'D1'],
    ['Section 20', 'V2'],
    ['S20 accommodated', 'V2'],
    ['Single placement acc. by LA S20(3) CA 16 & over', 'V2'],
    ['Series of short breaks', 'V4'],
    ['Respite care', 'V4'],
    ['Police protection power', 'L1'],
    ['EPO', 'L2'],
    ['Child assessment order Sec. 43(1)', 'L3'],
    ['Remanded to LA accommodation', 'J1'],
    ['P.A.C.E Interview (CYP)', 'J2'],
    ['Youth Rehabilitation Order with residence', 'J3'],
    ['Supervision order', '-'],
    ['Special Guardianship Order', '-'],
    ['Child Arrangements Order', '-'],
    ['Private fostering', '-'],
    ['Leaving Care Act', '-'],
    ['Sesame', null],
  ])('legal status %j is %j', (text, code) => {
    expect(aliases.resolve(codes.legalStatus, text)).toBe(code);
  });

  test.each([
    ['Started to be looked after', 'S'],
    ['S: Started to be looked after', 'S'],
    ['Change of legal status only', 'L'],
    ['Change of placement and carer(s) only', 'P'],
    ['Change of placement (but same carer(s)) only', 'T'],
    ['Change of legal status and placement and carer(s) at the same time', 'B'],
    ['Change of legal status and change of placement (but same carer(s)) at the same time', 'U'],
  ])('start reason %j is %j', (text, code) => {
    expect(aliases.resolve(codes.startReason, text)).toBe(code);
  });

  test.each([
    ['Episode ceases, and new episode begins on same day, for any reason', 'X1'],
    ['X1', 'X1'],
    ['45', 'E45'],
    ['Adopted - application for an adoption order unopposed', 'E11'],
    ['Adopted - consent dispensed with by the court', 'E12'],
    ['Died', 'E2'],
    ['Care taken over by another local authority in the UK', 'E3'],
    [
      'Returned home to live with parents, relatives, or other person with parental responsibility as part of the care planning process',
      'E4A',
    ],
    [
      'Returned home to live with parents, relatives, or other person with parental responsibility which was not part of the current care planning process',
      'E4B',
    ],
    ['Left care to live with parents, relatives, or other person with no parental responsibility', 'E13'],
    ['Residence order or child arrangements order granted', 'E41'],
    [
      'Special guardianship order made to former foster carer(s), who was/are a relative(s) or friend(s)',
      'E45',
    ],
    ['Special guardianship order made to former foster carer(s), other than relative(s) or friend(s)', 'E46'],
    [
      'Special guardianship order made to carer(s), other than former foster carer(s), who was/are a relative(s) or friend(s)',
      'E47',
    ],
    [
      'Special guardianship order made to carer(s), other than former foster carer(s), other than relative(s) or friend(s)',
      'E48',
    ],
    [
      'Moved into independent living arrangement and no longer looked after: supportive accommodation providing formalised advice/support',
      'E5',
    ],
    [
      'Moved into independent living arrangement and no longer looked after: accommodation providing no formalised advice/support',
      'E6',
    ],
    ['Transferred to residential care funded by adult social care services', 'E7'],
    ['Sentenced to custody', 'E9'],
    ['Accommodation on remand ended', 'E14'],
    ['Age assessment determined child is aged 18 or over', 'E15'],
    ['Child moved abroad', 'E16'],
    ['Aged 18 (or over) and remained with current carers', 'E17'],
    ['Period of being looked after ceased for any other reason', 'E8'],
    ['i) E45: Special Guardianship Orders - relative', 'E45'],
  ])('end reason %j is %j', (text, code) => {
    expect(aliases.resolve(codes.endReason, text)).toBe(code);
  });

  test.each([
    ['A) Return to Family', 'RETURN_HOME'],
    ['B) Adoption', 'ADOPTION'],
    ['C) SGO/CAO', 'SGO_CAO'],
    ['D) Supported Living in the Community', 'SUPPORTED_LIVING'],
    ['E) Long-Term Residential Placement', 'RESIDENTIAL'],
    ['F) Long-Term Fostering', 'LTF'],
    ['G) Other', 'OTHER'],
    ['Fostering for Adoption', 'ADOPTION'],
    ['LT fostering', 'LTF'],
    ['Long term placement with relatives/friends', 'CONNECTED_LT'],
    ['REMAINSUP', 'SHARED_CARE'],
    ['OTHERPLN', 'OTHER'],
    ['SGOCAO', 'SGO_CAO'],
    ['Remaining with birth family supported by shared care/short term breaks', 'SHARED_CARE'],
    ['Return to birth family within six months', 'RETURN_HOME'],
    ['Residential placement until independence', 'RESIDENTIAL'],
  ])('plan %j is %j', (text, code) => {
    expect(aliases.resolve(codes.plan, text)).toBe(code);
  });

  test.each([
    [codes.placementType, 'h) A4', 'A4'],
    [codes.placementType, 'f) U6: Foster placement - not FFA', 'U6'],
    [codes.placementProvider, 'e) PR4: Private provision', 'PR4'],
    [codes.sex, '2', 'F'],
    [codes.sex, 'Female', 'F'],
    [codes.orderType, 'Child Arrangements/ Residence Order', 'CAO'],
    [codes.orderType, 'A5', 'ADOPTION'],
    [codes.orderType, 'U1', '-'],
    [codes.allocationRole, 'CW', 'case_worker'],
    [codes.allocationRole, '16PLUS', 'personal_adviser'],
    [immigrationStatus, 'uasc', 'UASC'],
    [immigrationStatus, 'Refugee Status', '-'],
    [codes.ethnicity, 'White British', 'WBRI'],
    [codes.participation, 'PN7', 'PN7'],
  ] as const)('%o: %j is %j', (set, text, code) => {
    expect(aliases.resolve<readonly [string, ...string[]]>(set, text)).toBe(code);
  });
});
