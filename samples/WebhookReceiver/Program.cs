using System.CommandLine;
using WebhookReceiver;

var demo = new Option<bool>("--demo") { Description = "Run on an emulated store. The default if none of the settings is set." };
var urls = new Option<string>("--urls") { Description = "The URL to listen on.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
var command = new RootCommand("Receives stock webhooks and shows the new stock. See README.md for the settings of a real store.")
{
    demo, urls,
};
command.SetAction(parsed => Receiver.RunAsync(parsed.GetValue(demo), parsed.GetValue(urls)!));
return await command.Parse(args).InvokeAsync();
