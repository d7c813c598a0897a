return Kerasharp.Tool.KerasharpCommand.Create().Parse(args).Invoke();
