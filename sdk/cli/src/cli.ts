#!/usr/bin/env node
import { createProgram } from './program.ts';
import { tellFault, tellProblem } from './problems.ts';
import { runProgram } from './run-program.ts';

await runProgram(
  createProgram(new URL('../package.json', import.meta.url)),
  (error) => tellProblem(error) ?? tellFault(error),
);
