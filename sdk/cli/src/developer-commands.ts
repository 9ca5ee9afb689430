import type { Command } from 'commander';
import { addCompletionCommand } from './completion.ts';
import { addDoctorCommand } from './doctor-command.ts';
import { addGetCommand } from './get.ts';
import { addListCommand } from './list.ts';
import { addServicesCommand } from './services.ts';
import { addSubmitCommand } from './submit.ts';
import { addTailCommand } from './tail.ts';
import { addTypegenCommand } from './typegen.ts';

/**
 * Adds the commands that work with any Open311 server.
 * @returns the one that a server of its own adds its commands to
 */
export function addDeveloperCommands(program: Command): { services: Command } {
  const services = addServicesCommand(program);
  addSubmitCommand(program);
  addGetCommand(program);
  addListCommand(program);
  addTailCommand(program);
  addTypegenCommand(program);
  addDoctorCommand(program);
  addCompletionCommand(program);
  return { services };
}
